import type { JSX } from 'preact';
import { Field } from '../../../parts/controls.tsx';
import { isNameWanted, keepAuthor, lastAuthor } from '../../../parts/rules/author.ts';

interface Props {
  id: string;
  errors: Record<string, string[]>;
}

/** Why a rule is changed, and by whom where nobody signs in. */
export function ReasonFields({ id, errors }: Props): JSX.Element {
  return (
    <>
      <Field label="Reason" id={`${id}-reason`} error={errors.reason?.[0]} hint="Stays in the history of the rule">
        {d => <input class="input" {...d} name="reason" type="text" maxLength={400} required autoComplete="off" />}
      </Field>
      {isNameWanted() && (
        <Field label="Your name" id={`${id}-by`} error={errors.by?.[0]} hint="Stored as given: nobody signs in here">
          {d => <input class="input" {...d} name="by" type="text" maxLength={200} required defaultValue={lastAuthor()} />}
        </Field>
      )}
    </>
  );
}

/** The fields of a form as a change of a rule carries them; null with the errors when one is empty. */
export function readReason(data: FormData): { reason: string; by: string | null; errors: Record<string, string[]> } {
  const reason = String(data.get('reason') ?? '').trim();
  const by = data.has('by') ? String(data.get('by')).trim() : null;
  if (by) keepAuthor(by);
  return {
    reason,
    by,
    errors: {
      ...(reason === '' ? { reason: ['Say why.'] } : {}),
      ...(by === '' ? { by: ['Give your name.'] } : {}),
    },
  };
}
