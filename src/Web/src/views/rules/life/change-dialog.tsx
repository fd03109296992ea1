import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RuleDto } from '../../../contract.ts';
import { ApiError, messageOf, post } from '../../../lib/api.ts';
import { ReasonFields, readReason } from '../edit/reason-fields.tsx';

/** A change that waits for its reason. */
export interface Change {
  title: string;
  says: string;
  button: string;
  /** The call below the rule, such as state. */
  call: string;
  body: Record<string, unknown>;
  /** Further fields, and how they go into the body. */
  fields?: (errors: Record<string, string[]>) => ComponentChildren;
  read?: (data: FormData) => Record<string, unknown>;
}

interface Props {
  rule: RuleDto;
  change: Change;
  onClose: () => void;
  onChanged: () => void;
}

/** Asks why, and makes the change. The server refuses it when somebody has changed the rule meanwhile, and says what is missing. */
export function ChangeDialog({ rule, change, onClose, onChanged }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const errors = useSignal<Record<string, string[]>>({});
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  useEffect(() => {
    dialog.current!.showModal();
  }, []);

  async function send(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const { reason, by, errors: missing } = readReason(data);
    errors.value = missing;
    problem.value = null;
    if (Object.keys(missing).length > 0 || isBusy.value) return;
    isBusy.value = true;
    try {
      await post<RuleDto>(
        `/api/v1/rules/${rule.name}/${change.call}`,
        { ...change.body, ...change.read?.(data), reason, by },
        { ifMatch: rule.revision },
      );
      onChanged();
      dialog.current?.close();
    } catch (error) {
      errors.value = error instanceof ApiError ? error.errors : {};
      problem.value = errors.value.state?.join(' ') ?? messageOf(error);
      // The dialog stays open over the rule as it is now.
      if (error instanceof ApiError && error.status === 412) onChanged();
    }
    isBusy.value = false;
  }

  return (
    <dialog class="modal" ref={dialog} aria-labelledby="change-title" onClose={onClose}>
      <div class="tx-head">
        <div>
          <h2 id="change-title">{change.title}</h2>
        </div>
      </div>
      <form
        class="body"
        noValidate
        onSubmit={e => {
          e.preventDefault();
          void send(e.currentTarget);
        }}
      >
        <p>{change.says}</p>
        {change.fields?.(errors.value)}
        <ReasonFields id="change" errors={errors.value} />
        {problem.value && (
          <p class="bad" role="alert">
            {problem.value}
          </p>
        )}
        <div class="bar">
          <button type="submit" class="btn primary" aria-disabled={isBusy.value}>
            {change.button}
          </button>
          <button type="button" class="btn" onClick={() => dialog.current!.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
