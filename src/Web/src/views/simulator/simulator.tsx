import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SimulatorStatus } from '../../contract.ts';
import { ApiError, get, messageOf, put } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { may } from '../../lib/session.ts';
import { clock } from '../../lib/time.ts';
import { Field, LoadError } from '../../parts/controls.tsx';
import { Heading } from '../../parts/page.tsx';
import { Pill } from '../../parts/pill.tsx';
import { Figures } from './figures.tsx';
import { InjectOne, Scenes } from './inject.tsx';
import { Presets } from './presets.tsx';

const MAX_RATE = 10_000;
/** The end of the slider. The field beside it takes higher rates. */
const SLIDER_RATE = 5_000;
const POLL_MS = 2_000;

/** The outcome of the last change. */
interface Answer {
  text: string;
  tone: 'ok' | 'bad';
  /** The field that the text belongs to; null when it belongs to none. */
  field: 'rate' | null;
}

/** The controls show the setting of the server, so they also show the changes of other viewers. */
export function Simulator(): JSX.Element {
  const status = useSignal<SimulatorStatus | null>(null);
  const error = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const answer = useSignal<Answer | null>(null);
  const draft = useSignal<number | null>(null);

  async function read(): Promise<void> {
    try {
      const next = await get<SimulatorStatus>('/api/v1/simulator');
      if (!isBusy.value) status.value = next;
      error.value = null;
    } catch (reason) {
      error.value = messageOf(reason);
    }
  }

  useEffect(() => {
    void read();
    const timer = setInterval(() => {
      if (!document.hidden) void read();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, []);

  async function set(enabled: boolean, transactionsPerSecond: number): Promise<void> {
    if (!Number.isInteger(transactionsPerSecond) || transactionsPerSecond < 0 || transactionsPerSecond > MAX_RATE) {
      answer.value = { tone: 'bad', field: 'rate', text: `Enter a whole number from 0 to ${count(MAX_RATE)}.` };
      return;
    }
    isBusy.value = true;
    try {
      status.value = await put<SimulatorStatus>('/api/v1/simulator', { enabled, transactionsPerSecond });
      draft.value = null;
      answer.value = { tone: 'ok', field: null, text: `Applied at ${clock(Date.now())}.` };
    } catch (reason) {
      const fields = reason instanceof ApiError ? reason.errors : {};
      answer.value = {
        tone: 'bad',
        field: fields.transactionsPerSecond ? 'rate' : null,
        text: fields.transactionsPerSecond?.[0] ?? messageOf(reason),
      };
    }
    isBusy.value = false;
  }

  const s = status.value;
  const shownRate = draft.value ?? s?.transactionsPerSecond ?? 0;
  const fieldError = answer.value?.tone === 'bad' && answer.value.field === 'rate' ? answer.value.text : null;
  return (
    <>
      <div class="bar">
        <Heading title="Simulator" />
        <span class="spacer" />
        <span class="muted">Simulated transactions take the same path as all others.</span>
        <a class="btn" href="/replay">
          Replay a file
        </a>
      </div>
      {error.value && !s ? (
        <LoadError
          what="Could not read the simulator"
          why={error.value}
          onRetry={() => {
            void read();
          }}
        />
      ) : (
        <div class="two">
          <section class="card panel" aria-labelledby="sim-title" aria-busy={!s}>
            <div class="bar">
              <h2 id="sim-title">Stream</h2>
              {s && <Pill tone={s.enabled ? 'ok' : 'idle'} text={s.enabled ? 'Running' : 'Stopped'} />}
              <span class="spacer" />
              <button
                type="button"
                class="btn primary"
                disabled={!s || isBusy.value || !may('Operator')}
                onClick={() => {
                  void set(!s!.enabled, s!.transactionsPerSecond);
                }}
              >
                {s?.enabled ? 'Stop' : 'Start'}
              </button>
            </div>
            <Figures status={s} />
            <form
              class="pace"
              noValidate
              onSubmit={e => {
                e.preventDefault();
                void set(s!.enabled, shownRate);
              }}
            >
              <Field label="Rate" id="sim-slider">
                {d => (
                  <input
                    type="range"
                    {...d}
                    min={0}
                    max={SLIDER_RATE}
                    step={1}
                    value={Math.min(shownRate, SLIDER_RATE)}
                    disabled={!s || !may('Operator')}
                    aria-valuetext={`${shownRate} per second`}
                    onInput={e => {
                      draft.value = Number(e.currentTarget.value);
                    }}
                    onChange={e => {
                      void set(s!.enabled, Number(e.currentTarget.value));
                    }}
                  />
                )}
              </Field>
              <Field label="Per second" id="sim-rate" error={fieldError}>
                {d => (
                  <input
                    class="input"
                    type="number"
                    {...d}
                    min={0}
                    max={MAX_RATE}
                    value={shownRate}
                    disabled={!s || !may('Operator')}
                    onInput={e => {
                      draft.value = Number(e.currentTarget.value);
                    }}
                    onChange={e => {
                      void set(s!.enabled, Number(e.currentTarget.value));
                    }}
                  />
                )}
              </Field>
            </form>
            <p role="status" class={answer.value && !fieldError ? answer.value.tone : 'muted'}>
              {isBusy.value
                ? 'Applying…'
                : answer.value && !fieldError
                  ? answer.value.text
                  : error.value
                    ? `Not up to date: ${error.value}`
                    : may('Operator')
                      ? 'Takes effect within a second, for all viewers.'
                      : 'The role Operator may change it.'}
            </p>
            <Presets
              status={s}
              isBusy={isBusy.value || !may('Operator')}
              onUse={perSecond => {
                void set(true, perSecond);
              }}
            />
          </section>
          {may('Feed') && <Scenes />}
          {may('Feed') && <InjectOne />}
        </div>
      )}
    </>
  );
}
