import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { readHistory } from '../lib/filters.ts';
import { go, path, query, setQuery } from '../lib/router.ts';
import { settings } from '../lib/settings.ts';
import { alerts } from '../live/state.ts';
import { acknowledge } from '../views/alerts/actions.ts';
import { shifted, zoomedOut } from '../views/history/range.ts';
import { togglePause } from '../views/live/live-table.tsx';

const KEYS: readonly (readonly [string, string])[] = [
  ['?', 'this list'],
  ['g l', 'Live'],
  ['g h', 'History'],
  ['g a', 'Alerts'],
  ['g s', 'Simulator'],
  ['/', 'search'],
  ['Space', 'pause and resume the table'],
  ['↑ ↓ or j k', 'move in the table'],
  ['Enter', 'open the transaction'],
  ['[ ]', 'previous and next transaction'],
  ['Esc', 'close, clear'],
  ['1 2 3', 'window of the figures'],
  ['t ← t →', 'earlier and later range'],
  ['t z', 'zoom out'],
  ['a', 'acknowledge the alert in focus'],
  ['e', 'export'],
];

export function Keys(): JSX.Element {
  return (
    <dl class="keys">
      {KEYS.map(([keys, text]) => [
        <dt key={keys}>{keys.split(' ').map((k, i) => [i > 0 && ' ', k === 'or' ? 'or' : <kbd key={k + i}>{k}</kbd>])}</dt>,
        <dd key={`${keys}d`}>{text}</dd>,
      ])}
    </dl>
  );
}

const PAGES: Record<string, string> = { l: '/live', h: '/history', a: '/alerts', s: '/simulator' };
const LEAD_MS = 1_500;

/** Single keys, where they do not type anything; off when the viewer says so. */
export function Shortcuts(): JSX.Element {
  const help = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    let lead = '';
    let leadAt = 0;
    function onKey(event: KeyboardEvent): void {
      if (!settings.value.shortcuts || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as Element;
      if (target.closest('input,select,textarea,[contenteditable]') || (document.querySelector('dialog[open]') && event.key !== '?'))
        return;
      if (event.key === ' ' && target.closest('button,a,summary,label')) return;
      const first = Date.now() - leadAt < LEAD_MS ? lead : '';
      lead = '';
      if (run(first, event.key, target)) event.preventDefault();
    }

    function run(first: string, key: string, target: Element): boolean {
      if (first === 'g' && PAGES[key]) {
        go(PAGES[key]);
        return true;
      }
      if (first === 't' && path.value === '/history') return range(key);
      if (key === 'g' || key === 't') {
        lead = key;
        leadAt = Date.now();
        return true;
      }
      if (key === '?') {
        if (help.current!.open) help.current!.close();
        else help.current!.showModal();
        return true;
      }
      if (key === 'a') return acknowledgeFocused(target);
      if (key === '/') {
        const field = document.querySelector<HTMLElement>(path.value === '/history' ? '#f-account' : '#search');
        field?.focus();
        return field !== null;
      }
      if (key === 'e') {
        const button = document.querySelector<HTMLElement>('#export, .tail a[download]');
        button?.click();
        return button !== null;
      }
      if (path.value !== '/live') return false;
      if (key === ' ') {
        togglePause();
        return true;
      }
      const window = ['1m', '5m', '1h'][Number(key) - 1];
      if (window) setQuery({ w: window === '1m' ? null : window });
      return window !== undefined;
    }

    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <dialog
      class="modal"
      ref={help}
      aria-labelledby="help-title"
      onClick={e => {
        if (e.target === e.currentTarget) e.currentTarget.close();
      }}
    >
      <div class="tx-head">
        <h2 id="help-title">Keyboard</h2>
        <span class="spacer" />
        <button type="button" class="btn s" onClick={() => help.current!.close()}>
          Close
        </button>
      </div>
      <div class="body">
        <Keys />
        <p class="muted">Single keys can be switched off in Settings.</p>
      </div>
    </dialog>
  );
}

function range(key: string): boolean {
  const view = readHistory(query.value).value;
  const to =
    key === 'ArrowLeft'
      ? shifted(view, -1, Date.now())
      : key === 'ArrowRight'
        ? shifted(view, 1, Date.now())
        : key === 'z'
          ? zoomedOut(view, Date.now())
          : null;
  if (to) setQuery({ from: to.from, to: to.to === 'now' ? null : to.to, after: null });
  return to !== null;
}

function acknowledgeFocused(target: Element): boolean {
  const id = target.closest<HTMLElement>('[data-alert]')?.dataset.alert;
  const alert = id ? alerts.value.get(id) : undefined;
  if (alert) void acknowledge([alert]);
  return alert !== undefined;
}
