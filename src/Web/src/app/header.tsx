import type { JSX } from 'preact';
import { count } from '../lib/format.ts';
import { badge } from '../live/state.ts';
import { Brand, Gear } from '../parts/icon.tsx';
import { registeredViews, type View } from '../parts/view.ts';
import { Account } from './account.tsx';
import { homeView } from './views.ts';

export function Header({ at }: { at: string }): JSX.Element {
  const views = registeredViews();
  return (
    <header class="top">
      <a class="brand" href={homeView.path} aria-label="Dashboard, live view">
        <Brand />
        <span>Dashboard</span>
      </a>
      <nav aria-label="Main">
        {views
          .filter(view => view.place === 'menu')
          .map(view => (
            <a key={view.path} href={view.path} aria-current={at === view.path || at.startsWith(`${view.path}/`) ? 'page' : undefined}>
              {view.title}
              <MenuCount view={view} />
            </a>
          ))}
      </nav>
      <span class="spacer" />
      <ConnectionBadge />
      <Account />
      {views
        .filter(view => view.place === 'gear')
        .map(({ path, title }) => (
          <a key={path} class="btn gear" href={path} aria-label={title} title={title} aria-current={at === path ? 'page' : undefined}>
            <Gear />
          </a>
        ))}
    </header>
  );
}

function MenuCount({ view }: { view: View }): JSX.Element | null {
  const value = view.menuCount?.value.value ?? 0;
  if (value === 0) return null;
  return (
    <span class={`count${view.menuCount!.isCritical() ? ' bad' : ''}`}>
      <span class="vh">{view.menuCount!.word}: </span>
      {count(value)}
    </span>
  );
}

function ConnectionBadge(): JSX.Element {
  const { state, word, detail, tone } = badge.value;
  return (
    <div class={`conn${tone === 'ok' ? '' : ` ${tone}`}`} title="Age of the newest figures" data-state={state}>
      <i class={`dot ${tone}`} />
      <b>{word}</b>
      {detail && <span class="detail">{detail}</span>}
    </div>
  );
}
