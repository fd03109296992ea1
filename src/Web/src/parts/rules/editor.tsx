import { useSignal } from '@preact/signals';
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RuleError } from '../../contract.ts';
import '../../styles/rules.css';
import { type Completion, complete, completionsAt, wordBefore } from './completion.ts';
import { partsOf, withSuggestion } from './rule-errors.ts';
import type { RuleCheck } from './use-rule-check.ts';

const MAX_LENGTH = 2_000;
// As the style sheet has it, in pixels.
const WORDS_WIDTH = 420;

interface Props {
  id: string;
  label: string;
  text: string;
  check: RuleCheck | null;
  onText: (text: string) => void;
}

interface Offer {
  at: number;
  items: readonly Completion[];
  active: number;
}

/**
 * A text field for a rule. A copy of the text lies under the field: it draws a line under each error and says where the list of words
 * opens. The errors stand below as sentences.
 */
export function RuleEditor({ id, label, text, check, onText }: Props): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  const offer = useSignal<Offer | null>(null);
  const place = useSignal({ left: 0, top: 0 });
  const wanted = useRef<number | null>(null);
  const errors = check?.text === text ? check.errors : [];
  const shown = offer.value;

  useLayoutEffect(() => {
    if (wanted.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  useLayoutEffect(() => {
    if (!shown || !mark.current || !field.current) return;
    // The list stays within the field, however narrow that is.
    const room = field.current.offsetWidth - Math.min(WORDS_WIDTH, field.current.offsetWidth);
    place.value = { left: Math.min(mark.current.offsetLeft, room), top: mark.current.offsetTop + 22 };
  }, [shown]);

  function open(isAskedFor: boolean): void {
    const element = field.current!;
    const at = element.selectionStart;
    const items = element.selectionEnd === at ? completionsAt(element.value, at, isAskedFor) : [];
    offer.value = items.length > 0 ? { at, items, active: 0 } : null;
  }

  function change(next: string, at: number): void {
    offer.value = null;
    wanted.current = at;
    onText(next);
  }

  function choose(item: Completion): void {
    const done = complete(text, offer.value!.at, item);
    change(done.text, done.at);
  }

  function onKey(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    const isOpening = event.ctrlKey && event.key === ' ';
    if (isOpening) open(true);
    else if (!shown || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === 'Escape') offer.value = null;
    else if (event.key === 'Enter' || event.key === 'Tab') choose(shown.items[shown.active]!);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : shown.items.length - 1;
      offer.value = { ...shown, active: (shown.active + step) % shown.items.length };
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="rule-field field">
      <label for={id}>{label}</label>
      <div class="rule-box">
        <div class="rule-under" aria-hidden="true">
          {shown ? (
            <>
              {text.slice(0, shown.at - wordBefore(text, shown.at).length)}
              <span ref={mark} />
              {text.slice(shown.at - wordBefore(text, shown.at).length)}
            </>
          ) : (
            partsOf(text, errors).map((part, i) => (part.error ? <u key={i}>{part.text}</u> : part.text))
          )}{' '}
        </div>
        <textarea
          ref={field}
          id={id}
          class="input"
          value={text}
          rows={3}
          maxLength={MAX_LENGTH}
          spellcheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-invalid={errors.length > 0}
          aria-describedby={`${id}-errors`}
          aria-autocomplete="list"
          aria-controls={shown ? `${id}-words` : undefined}
          aria-activedescendant={shown ? `${id}-word-${shown.active}` : undefined}
          onInput={e => {
            onText(e.currentTarget.value);
            open(false);
          }}
          onKeyDown={onKey}
          onBlur={() => {
            offer.value = null;
          }}
        />
        {shown && (
          <div
            class="rule-words"
            id={`${id}-words`}
            role="listbox"
            aria-label="Words"
            style={{ left: `${place.value.left}px`, top: `${place.value.top}px` }}
          >
            {shown.items.map((item, i) => (
              <div
                key={item.text}
                id={`${id}-word-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === shown.active}
                ref={element => {
                  if (i === shown.active) element?.scrollIntoView({ block: 'nearest' });
                }}
                onPointerDown={e => {
                  // The field keeps the focus.
                  e.preventDefault();
                  choose(item);
                }}
              >
                <code>{item.text}</code>
                <small>{item.meaning}</small>
              </div>
            ))}
          </div>
        )}
      </div>
      <div id={`${id}-errors`} class="rule-errors" aria-live="polite">
        {errors.map(error => (
          <ErrorLine key={`${error.position} ${error.message}`} error={error} text={text} onText={change} />
        ))}
        {check?.problem && check.text === text && <p class="error-text">Not checked: {check.problem}</p>}
      </div>
    </div>
  );
}

interface LineProps {
  error: RuleError;
  text: string;
  onText: (text: string, at: number) => void;
}

function ErrorLine({ error, text, onText }: LineProps): JSX.Element {
  const { suggestion } = error;
  const place = text.includes('\n') ? `Line ${error.line}, column ${error.column}` : `Column ${error.column}`;
  return (
    <p class="error-text">
      <span>
        {place}: {error.message}
      </span>
      {suggestion !== null && (
        <button
          type="button"
          class="btn s"
          onClick={() => {
            const next = withSuggestion(text, error);
            onText(next, next.length - (text.length - error.position - error.length));
          }}
        >
          Use <code>{suggestion}</code>
        </button>
      )}
    </p>
  );
}
