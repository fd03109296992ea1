import type { JSX } from 'preact';
import { registeredViews, type Shortcut } from './view.ts';

const HELP: Shortcut = { keys: '?', text: 'this list' };

/** Every shortcut of the page, each once, although several views may offer it. */
export function allShortcuts(): Shortcut[] {
  const views = registeredViews();
  const opening = views.flatMap(view => (view.goKey ? [{ keys: `g ${view.goKey}`, text: view.title }] : []));
  const all = [HELP, ...opening, ...views.flatMap(view => view.shortcuts ?? [])];
  return [...new Map(all.map(shortcut => [shortcut.keys, shortcut])).values()];
}

export function ShortcutList(): JSX.Element {
  return (
    <dl class="keys">
      {allShortcuts().map(({ keys, text }) => [
        <dt key={keys}>{keys.split(' ').map((key, i) => [i > 0 && ' ', key === 'or' ? 'or' : <kbd key={key + i}>{key}</kbd>])}</dt>,
        <dd key={`${keys}-text`}>{text}</dd>,
      ])}
    </dl>
  );
}
