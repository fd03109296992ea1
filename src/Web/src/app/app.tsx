import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { count } from '../lib/format.ts';
import { go, path } from '../lib/router.ts';
import { clock, dateTime, zone } from '../lib/time.ts';
import { toast } from '../live/announce.ts';
import { start, tryNow } from '../live/session.ts';
import { badge, link, newVersion, old, openCount, polite, urgent } from '../live/state.ts';
import { Nothing } from '../parts/controls.tsx';
import { Brand, Gear } from '../parts/icon.tsx';
import { Heading, navigation } from '../parts/page.tsx';
import { Alerts } from '../views/alerts/alerts.tsx';
import { History } from '../views/history/history.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Live } from '../views/live/live.tsx';
import { Settings } from '../views/settings/settings.tsx';
import { Simulator } from '../views/simulator/simulator.tsx';
import { Drawer, TransactionPage } from '../views/transaction/drawer.tsx';

const NAV: readonly (readonly [string, string])[] = [
  ['/live', 'Live'],
  ['/history', 'History'],
  ['/alerts', 'Alerts'],
  ['/simulator', 'Simulator'],
];
const VIEWS: Record<string, () => JSX.Element> = {
  '/live': Live,
  '/history': History,
  '/alerts': Alerts,
  '/simulator': Simulator,
  '/settings': Settings,
};
const TITLES: Record<string, string> = { ...Object.fromEntries(NAV), '/settings': 'Settings' };

/** Addresses that are views of this page; everything else belongs to the server. */
export const isView = (at: string): boolean => at === '/' || at in VIEWS || at.startsWith('/tx/');

export function App(): JSX.Element {
  const at = path.value;
  const View = VIEWS[at];
  const id = at.startsWith('/tx/') ? decodeURIComponent(at.slice(4)).toUpperCase() : null;
  const title = id ? `Transaction ${id}` : (TITLES[at] ?? 'Not found');
  const first = useRef(true);
  // When what was asked for early stands on the screen: connecting would hold it up.
  useEffect(start, []);
  if (!first.current) navigation.isNew = true;
  useEffect(() => {
    first.current = false;
    scrollTo(0, 0);
  }, [at]);
  useEffect(() => {
    if (at === '/') go(`/live${location.search}`, { replace: true });
  }, [at]);
  useEffect(() => {
    document.title = `${openCount.value > 0 ? `(${openCount.value}) ` : ''}${title} · Dashboard`;
  }, [title, openCount.value]);

  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="top">
        <a class="brand" href="/live" aria-label="Dashboard, live view">
          <Brand />
          <span>Dashboard</span>
        </a>
        <nav aria-label="Main">
          {NAV.map(([href, text]) => (
            <a key={href} href={href} aria-current={at === href ? 'page' : undefined}>
              {text}
              {href === '/alerts' && openCount.value > 0 && (
                <span class="count">
                  <span class="vh">open: </span>
                  {count(openCount.value)}
                </span>
              )}
            </a>
          ))}
        </nav>
        <span class="spacer" />
        <Connection />
        <a class="btn gear" href="/settings" aria-label="Settings" title="Settings" aria-current={at === '/settings' ? 'page' : undefined}>
          <Gear />
        </a>
      </header>
      <Strips />
      <Printed />
      <main id="main" tabIndex={-1} class={old.value ? 'old' : undefined} key={at}>
        {id ? (
          <>
            <Heading title="Transaction" />
            <TransactionPage id={id} />
          </>
        ) : View ? (
          <View />
        ) : (
          <NotFound />
        )}
      </main>
      <Drawer />
      <Shortcuts />
      <div class="vh" role="status" aria-live="polite">
        {polite.value}
      </div>
      <div class="vh" role="alert">
        {urgent.value}
      </div>
      {toast.value && !(toast.value.alertId && at === '/live') && (
        <aside class="toast" aria-label="Notice">
          <span>{toast.value.text}</span>
          {toast.value.alertId && at !== '/alerts' && <a href="/alerts">Alerts</a>}
          <button
            type="button"
            class="btn s quiet"
            onClick={() => {
              toast.value = null;
            }}
          >
            Dismiss
          </button>
        </aside>
      )}
    </>
  );
}

/** Paper does not say by itself of when it is. */
function Printed(): JSX.Element {
  const at = useSignal(0);
  useEffect(() => {
    const note = (): void => {
      at.value = Date.now();
    };
    addEventListener('beforeprint', note);
    return () => {
      removeEventListener('beforeprint', note);
    };
  }, []);
  return (
    <p class="printed">
      Printed {dateTime(at.value)} {zone()}
      {old.value && `, figures of ${dateTime(link.value.updatedAt ?? at.value)}`}
    </p>
  );
}

function Connection(): JSX.Element {
  const b = badge.value;
  return (
    <div class={`conn${b.tone === 'ok' ? '' : ` ${b.tone}`}`} title="Age of the newest figures" data-state={b.state}>
      <i class={`dot ${b.tone}`} />
      <b>{b.word}</b>
      {b.detail && <span class="detail">{b.detail}</span>}
    </div>
  );
}

/** Between header and page, where something has to be known or done. Nothing short is said here: it would push the page down and up again. */
function Strips(): JSX.Element {
  const l = link.value;
  const isLost = l.lostAt !== null && l.updatedAt !== null && (badge.value.state === 'reconnecting' || badge.value.state === 'offline');
  return (
    <>
      {isLost && (
        <div class={`strip ${badge.value.state === 'offline' ? 'bad' : 'warn'}`}>
          <span>
            Connection lost at {clock(l.lostAt!)}. The figures are those of {clock(l.updatedAt!)}. <Countdown />
          </span>
          <button type="button" class="btn s" onClick={tryNow}>
            Try now
          </button>
        </div>
      )}
      {newVersion.value && (
        <div class="strip info">
          <span>A new version is ready.</span>
          <button type="button" class="btn s" onClick={() => location.reload()}>
            Reload
          </button>
        </div>
      )}
    </>
  );
}

function Countdown(): JSX.Element {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 500);
    return () => clearInterval(timer);
  }, []);
  const next = link.value.nextTryAt;
  return <>{next === null ? 'Trying now.' : `Next try in ${Math.max(0, Math.ceil((next - now.value) / 1000))} s.`}</>;
}

function NotFound(): JSX.Element {
  return (
    <>
      <Heading title="Not found" />
      <Nothing text={`There is no view at ${path.value}.`}>
        <a class="btn" href="/live">
          Open Live
        </a>
      </Nothing>
    </>
  );
}
