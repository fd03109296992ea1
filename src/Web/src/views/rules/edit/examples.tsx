import type { JSX } from 'preact';

interface Example {
  title: string;
  text: string;
  says: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    title: 'Velocity',
    text: 'count per account over 10m > 5',
    says: 'The sixth payment of one account within ten minutes, and those after it.',
  },
  {
    title: 'Large amount without a counterparty',
    text: 'amount >= 1000 EUR and counterparty is missing',
    says: 'Payments of 1,000 EUR or more that do not say who is paid.',
  },
  {
    title: 'New counterparty',
    text: 'first_seen per account, counterparty and amount > 500 EUR',
    says: 'The first payment of an account to a counterparty, when it is above 500 EUR.',
  },
];

/** How to write a rule, with three rules to begin with. A click opens the example in the editor. */
export function Examples({ title, onText }: { title: string; onText?: (text: string) => void }): JSX.Element {
  return (
    <section class="card panel" aria-labelledby="examples-title">
      <h2 id="examples-title">{title}</h2>
      <p>
        A rule is a condition on a payment, and on the payments before it. Begin with an example, change its numbers, and the lab beside it
        says what it would have flagged.
      </p>
      <ul class="examples">
        {EXAMPLES.map(example => (
          <li key={example.title}>
            <h3>{example.title}</h3>
            <code>{example.text}</code>
            <p class="muted">{example.says}</p>
            {onText ? (
              <button type="button" class="btn s" onClick={() => onText(example.text)}>
                Use<span class="vh"> {example.title}</span>
              </button>
            ) : (
              <a class="btn s" href={`/rules?view=new&text=${encodeURIComponent(example.text)}`}>
                Open<span class="vh"> {example.title}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary>The language in short</summary>
        <dl class="kv language">
          <dt>Fields</dt>
          <dd>
            <code>amount account counterparty source currency reference</code>
          </dd>
          <dt>Amounts</dt>
          <dd>
            name their currency: <code>amount {'>='} 1000 EUR</code>
          </dd>
          <dt>Texts</dt>
          <dd>
            stand in quotes: <code>source in ("online", "mobile")</code>
          </dd>
          <dt>Figures</dt>
          <dd>
            <code>count</code> <code>sum(amount)</code> <code>distinct(counterparty)</code> <code>median(amount)</code>{' '}
            <code>first_seen</code> <code>since_last</code>, then <code>per account</code>, then <code>over 10m</code> or{' '}
            <code>over last 10</code>, then perhaps <code>where (…)</code>
          </dd>
          <dt>Windows</dt>
          <dd>
            <code>30s</code> <code>10m</code> <code>24h</code> <code>30d</code>
          </dd>
          <dt>Combine</dt>
          <dd>
            <code>and</code> <code>or</code> <code>not</code> and parentheses
          </dd>
          <dt>Missing</dt>
          <dd>
            <code>counterparty is missing</code>. Any other condition on a missing value is unknown, and flags nothing.
          </dd>
        </dl>
      </details>
    </section>
  );
}
