import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { TransactionTaken } from '../../contract.ts';
import { ApiError, messageOf, post } from '../../lib/api.ts';
import { clock } from '../../lib/time.ts';
import { Field } from '../../parts/controls.tsx';
import { play, SCENES, type Scene } from './scenes.ts';

export function Scenes(): JSX.Element {
  const busy = useSignal<string | null>(null);
  const answer = useSignal<{ text: string; tone: 'ok' | 'bad' } | null>(null);
  async function send(scene: Scene): Promise<void> {
    busy.value = scene.name;
    try {
      answer.value = { tone: 'ok', text: `${scene.name} at ${clock(Date.now())}: ${await play(scene, Date.now().toString(36))}.` };
    } catch (error) {
      answer.value = { tone: 'bad', text: `${scene.name}: ${messageOf(error)}` };
    }
    busy.value = null;
  }
  return (
    <section class="card panel" aria-labelledby="scenes-title">
      <h2 id="scenes-title">Scenes</h2>
      <div class="presets">
        {SCENES.map(scene => (
          <div class="preset" key={scene.name}>
            <b>{scene.name}</b>
            <p>{scene.text}</p>
            <button
              type="button"
              class="btn s"
              disabled={busy.value !== null}
              onClick={() => {
                void send(scene);
              }}
            >
              {busy.value === scene.name ? 'Sending…' : 'Send'}
              <span class="vh"> {scene.name}</span>
            </button>
          </div>
        ))}
      </div>
      <p role="status" class={answer.value?.tone ?? 'muted'}>
        {answer.value?.text ?? 'Each click sends the scene once, in addition to the stream.'}
      </p>
    </section>
  );
}

const FIELDS: readonly (readonly [string, string, string])[] = [
  ['source', 'Source', 'online'],
  ['account', 'Account', 'ACC-000001'],
  ['counterparty', 'Counterparty', 'Book & Co'],
  ['amount', 'Amount', '12.50'],
  ['currency', 'Currency', 'EUR'],
  ['reference', 'Reference', ''],
];

/** A form for one transaction. The errors that the server finds appear beside the fields. */
export function InjectOne(): JSX.Element {
  const errors = useSignal<Record<string, string[]>>({});
  const answer = useSignal<JSX.Element | null>(null);
  const isBusy = useSignal(false);
  async function send(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const text = (name: string): string | null => String(data.get(name) ?? '').trim() || null;
    const amount = text('amount');
    isBusy.value = true;
    errors.value = {};
    try {
      if (amount !== null && !/^-?\d+(\.\d+)?$/.test(amount))
        throw new ApiError(400, 'amount', { amount: ['must be a number such as 12.50'] });
      const taken = await post<TransactionTaken>('/api/v1/transactions', {
        source: text('source'),
        account: text('account'),
        counterparty: text('counterparty'),
        reference: text('reference'),
        currency: text('currency'),
        amount: amount === null ? null : Number(amount),
      });
      answer.value = (
        <span class="ok">
          Stored at {clock(Date.now())} as <a href={`/tx/${taken.id}`}>{taken.id}</a>.
        </span>
      );
    } catch (error) {
      errors.value = error instanceof ApiError ? error.errors : {};
      answer.value = <span class="bad">Refused: {messageOf(error)}</span>;
    }
    isBusy.value = false;
  }
  return (
    <section class="card panel wide" aria-labelledby="one-title">
      <h2 id="one-title">Inject one</h2>
      <form
        class="form"
        noValidate
        onSubmit={e => {
          e.preventDefault();
          void send(e.currentTarget);
        }}
      >
        {FIELDS.map(([name, label, value]) => (
          <Field key={name} label={label} id={`one-${name}`} error={errors.value[name]?.[0] ?? null}>
            {d => <input class="input" {...d} name={name} type="text" defaultValue={value} autoComplete="off" spellcheck={false} />}
          </Field>
        ))}
        <button type="submit" class="btn" disabled={isBusy.value}>
          Inject
        </button>
      </form>
      <p role="status">{answer.value ?? <span class="muted">The answer comes when the transaction is stored.</span>}</p>
    </section>
  );
}
