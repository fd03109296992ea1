import type { JSX } from 'preact';
import type { DecisionDto, RuleReason, TransactionDto } from '../../contract.ts';
import { words } from '../../lib/format.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Detail } from './transaction-data.ts';

/** What each rule that matched decided, in a sentence, with the values that it saw. */
export function WhyFlagged({ known, row }: { known: Detail; row: TransactionDto }): JSX.Element | null {
  const decisions = known.decisions ?? [];
  // Until the answer arrives, and for flags from before decisions were stored.
  const bare = row.flags.filter(flag => !decisions.some(d => d.isFlag && d.rule === flag));
  if (decisions.length === 0 && bare.length === 0) return null;
  return (
    <section class="why-flagged">
      <h3>{row.flags.length > 0 ? 'Why flagged' : 'What the rules say'}</h3>
      <ul>
        {decisions.map(decision => (
          <li key={`${decision.rule} ${decision.version}`}>
            <Icon tone={decision.isFlag ? 'warn' : 'info'} size={16} />
            <div>
              <p>
                <a href={`/rules/${decision.rule}`}>{words(decision.rule)}</a> <span class="muted">{stateOf(decision)}</span>
              </p>
              <p>{decision.sentence}</p>
              {decision.because.some(b => b.limit !== null) && <Values because={decision.because} />}
            </div>
          </li>
        ))}
        {bare.map(flag => (
          <li key={flag}>
            <Icon tone="warn" size={16} />
            <p>
              <a href={`/rules/${flag}`}>{words(flag)}</a> {messageFor(known, flag)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf({ isFlag, state, version }: DecisionDto): string {
  if (isFlag) return `version ${version}`;
  return state === 'Shadow' ? `version ${version} in Shadow, which flags nothing` : `version ${version}, not flagged in this rollout`;
}

const Values = ({ because }: { because: readonly RuleReason[] }): JSX.Element => (
  <dl class="kv values">
    {because.map(reason => [
      <dt key={reason.text}>
        <code>{reason.text}</code>
      </dt>,
      <dd key={`${reason.text}-value`}>
        <b>{reason.value}</b>
        {reason.limit !== null && ` ${reason.is} ${reason.limit}`}
      </dd>,
    ])}
  </dl>
);

const messageFor = (known: Detail, flag: string): string =>
  known.alerts?.find(a => a.rule === flag && a.transactionId === known.id)?.message ?? '';
