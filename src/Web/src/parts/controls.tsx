import type { ComponentChildren, JSX } from 'preact';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

export function Segmented<T extends string>({ label, value, choices, onChange }: SegmentedProps<T>): JSX.Element {
  return (
    <div class="seg" role="group" aria-label={label}>
      {choices.map(([choice, text]) => (
        <button key={choice} type="button" aria-pressed={value === choice} onClick={() => onChange(choice)}>
          {text}
        </button>
      ))}
    </div>
  );
}

export function Chip({ text, onRemove }: { text: string; onRemove: () => void }): JSX.Element {
  return (
    <span class="chip">
      <span title={text}>{text}</span>
      <button type="button" aria-label={`Remove filter ${text}`} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}

export function Check({ text, checked, onChange }: { text: string; checked: boolean; onChange: (on: boolean) => void }): JSX.Element {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={e => onChange(e.currentTarget.checked)} />
      {text}
    </label>
  );
}

interface FieldProps {
  label: string;
  id: string;
  error?: string | null;
  hint?: string;
  children: (described: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }) => ComponentChildren;
}

/** A control with its label and its error or hint, linked so that a screen reader reads them together. */
export function Field({ label, id, error, hint, children }: FieldProps): JSX.Element {
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-invalid': Boolean(error), 'aria-describedby': described })}
      {error ? (
        <span class="error-text" id={`${id}-error`}>
          {error}
        </span>
      ) : hint ? (
        <span class="muted" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}

/** Says that there is nothing to show, and offers what the viewer can do about it. */
export function EmptyState({ text, children }: { text: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="state">
      <p>{text}</p>
      {children && <div class="bar">{children}</div>}
    </div>
  );
}

/** Says that something could not be loaded, and why. */
export function LoadError({ what, why, onRetry }: { what: string; why: string; onRetry: () => void }): JSX.Element {
  return (
    <div class="state">
      <p class="bad">
        {what}: {why}
      </p>
      <button type="button" class="btn" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
