import type { JSX } from 'preact';
import type { SourceDto } from '../../../contract.ts';
import { amount, compact, count, percent } from '../../../lib/format.ts';
import { setQuery } from '../../../lib/router.ts';
import { metrics } from '../../../live/state.ts';
import { spanText } from '../address.ts';

/** Tallies what is beyond the number of sources that the server counts one by one. */
const OTHER = '(other)';

/** The sources with the most transactions, and how many of them fail. */
export function Sources({ currency, onExplain }: { currency: string; onExplain: (() => void) | null }): JSX.Element {
  const sources = metrics.value?.topSources ?? [];
  return (
    <section class="card sources" aria-labelledby="sources-title">
      <div class="card-head">
        <h2 id="sources-title">Sources</h2>
        <span class="muted">last 5 min, most transactions first</span>
        <span class="spacer" />
        <button type="button" class="btn s" onClick={onExplain ?? explainNewest}>
          What changed
        </button>
      </div>
      {sources.length === 0 ? (
        <p class="muted none">No transaction has ended in the last 5 minutes.</p>
      ) : (
        <ul>
          {sources.map((source, place) => (
            <Source key={place} source={source} currency={currency} />
          ))}
        </ul>
      )}
    </section>
  );
}

const NEWEST_MS = 300_000;

/** Explains the last five minutes. A span of the charts can be chosen by pointer only; this works by keyboard as well. */
function explainNewest(): void {
  const to = Math.floor(Date.now() / 1000) * 1000;
  setQuery({ span: spanText({ from: to - NEWEST_MS, to }) });
}

function Source({ source, currency }: { source: SourceDto; currency: string }): JSX.Element {
  const name = source.source;
  const volume = source.volumes.find(v => v.currency === currency);
  const failed = Math.round(source.count * source.failureRate);
  return (
    <li>
      {name === OTHER ? (
        <b>All others</b>
      ) : (
        <a href={`/history?from=now-5m&source=${encodeURIComponent(name)}`} title={name}>
          <bdi>{name}</bdi>
        </a>
      )}
      <span class="n" title={`${count(failed)} of ${count(source.count)} failed`}>
        {percent(source.failureRate)} % failed
      </span>
      <span class="muted">{count(source.count)} tx</span>
      <span class="muted n" title={volume && `${amount(volume.completed, currency)} ${currency} completed`}>
        {volume && `${compact(volume.completed)} ${currency}`}
      </span>
    </li>
  );
}
