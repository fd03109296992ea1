import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { onServer } from '../lib/base.ts';
import { linkTo } from '../lib/router.ts';
import { isSignedOut, signInAddress } from '../lib/session.ts';
import { clock } from '../lib/time.ts';
import { tryNow } from '../live/page-session.ts';
import { badge, connectionStatus, newVersion } from '../live/state.ts';

/** Strips between the header and the view. A strip pushes the view down, so only a lasting state shows one. */
export function Strips(): JSX.Element {
  return (
    <>
      {isSignedOut.value ? <SignedOut /> : <LostConnection />}
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

function SignedOut(): JSX.Element {
  return (
    <div class="strip warn">
      <span>Your sign-in has ended. The page shows what it had received by then.</span>
      {/* Not a link of the page: the browser has to leave it. */}
      <a class="btn s" href={signInAddress(onServer(linkTo({})))} target="_self">
        Sign in again
      </a>
    </div>
  );
}

function LostConnection(): JSX.Element | null {
  const { lostAt, updatedAt } = connectionStatus.value;
  const { state } = badge.value;
  if (lostAt === null || updatedAt === null || (state !== 'reconnecting' && state !== 'offline')) return null;
  return (
    <div class={`strip ${state === 'offline' ? 'bad' : 'warn'}`}>
      <span>
        Connection lost at {clock(lostAt)}. The figures are from {clock(updatedAt)}. <Countdown />
      </span>
      <button type="button" class="btn s" onClick={tryNow}>
        Try now
      </button>
    </div>
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
  const next = connectionStatus.value.nextTryAt;
  return <>{next === null ? 'Trying now.' : `Next try in ${Math.max(0, Math.ceil((next - now.value) / 1000))} s.`}</>;
}
