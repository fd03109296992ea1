import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { go, path } from '../lib/router.ts';
import { seesNothing } from '../lib/session.ts';
import { start } from '../live/page-session.ts';
import { isOutdated, openCount, polite, urgent } from '../live/state.ts';
import { EmptyState } from '../parts/controls.tsx';
import { Heading, navigation } from '../parts/page.tsx';
import { findView, withoutEndSlash } from '../parts/view.ts';
import { Drawer } from '../views/transaction/drawer.tsx';
import { followSession } from './account.tsx';
import { Header } from './header.tsx';
import { Notice } from './notice.tsx';
import { PrintNote } from './print-note.tsx';
import { ShortcutKeys } from './shortcut-keys.tsx';
import { Strips } from './strips.tsx';
import { homeView } from './views.ts';

export function App(): JSX.Element {
  const at = path.value;
  const found = findView(at);
  const title = found ? [found.view.title, found.id].filter(Boolean).join(' ') : at === '/' ? homeView.title : 'Not found';
  const isFirst = useRef(true);
  // Only after the first paint: connecting would delay the data that is already there.
  useEffect(() => {
    start();
    return followSession();
  }, []);
  if (!isFirst.current) navigation.isNew = true;
  useEffect(() => {
    isFirst.current = false;
    scrollTo(0, 0);
  }, [at]);
  useEffect(() => {
    if (at === '/') go(homeView.path + location.search, { replace: true });
    else if (found && at !== withoutEndSlash(at)) go(withoutEndSlash(at) + location.search, { replace: true });
  }, [at]);
  useEffect(() => {
    document.title = `${openCount.value > 0 ? `(${openCount.value}) ` : ''}${title} · Dashboard`;
  }, [title, openCount.value]);

  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <Header at={at} />
      <Strips />
      <PrintNote />
      <main id="main" tabIndex={-1} class={isOutdated.value ? 'old' : undefined} key={at}>
        {seesNothing.value ? <NoAccess /> : found ? <found.view.component id={found.id} /> : <NotFound />}
      </main>
      <Drawer />
      <ShortcutKeys />
      <div class="vh" role="status" aria-live="polite">
        {polite.value}
      </div>
      <div class="vh" role="alert">
        {urgent.value}
      </div>
      <Notice at={at} />
    </>
  );
}

function NoAccess(): JSX.Element {
  return (
    <>
      <Heading title="No access" />
      <EmptyState text="You are signed in, but none of your roles lets you see anything here. Ask an administrator for one." />
    </>
  );
}

function NotFound(): JSX.Element {
  return (
    <>
      <Heading title="Not found" />
      <EmptyState text={`There is no view at ${path.value}.`}>
        <a class="btn" href={homeView.path}>
          Open {homeView.title}
        </a>
      </EmptyState>
    </>
  );
}
