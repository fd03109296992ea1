import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AuditEntryDto, AuditPage } from '../../contract.ts';
import { get, messageOf } from '../../lib/api.ts';
import { query, setQuery } from '../../lib/router.ts';
import { dateTime, iso } from '../../lib/time.ts';
import { EmptyState, Field, LoadError } from '../../parts/controls.tsx';
import { Heading, IgnoredParameters } from '../../parts/page.tsx';
import { type AuditAddress, auditQuery, readAuditAddress } from './address.ts';

const FIELDS: readonly (readonly [keyof AuditAddress, string, string])[] = [
  ['actor', 'Who', 'A name or an id'],
  ['action', 'Did what', 'Such as alert.resolved, or alert for all of them'],
  ['subject', 'On what', 'An id or a name'],
];

/** Who did what, newest first. That it was read is an entry as well. */
export function Audit(): JSX.Element {
  const { value: address, ignored } = readAuditAddress(query.value);
  const key = JSON.stringify(address);
  const entries = useSignal<readonly AuditEntryDto[] | null>(null);
  const next = useSignal<string | null>(null);
  const error = useSignal<string | null>(null);

  async function read(cursor: string | null): Promise<void> {
    try {
      const page = await get<AuditPage>(`/api/v1/audit?${auditQuery(address, cursor)}`);
      entries.value = [...(cursor === null ? [] : (entries.value ?? [])), ...page.items];
      next.value = page.next;
      error.value = null;
    } catch (reason) {
      error.value = messageOf(reason);
    }
  }

  useEffect(() => {
    void read(null);
  }, [key]);

  return (
    <>
      <div class="bar">
        <Heading title="Audit" />
        {(['CSV', 'NDJSON'] as const).map(format => (
          <a key={format} class="btn" download href={`/api/v1/audit/export?format=${format.toLowerCase()}&${auditQuery(address, null)}`}>
            Export {format}
          </a>
        ))}
      </div>
      <IgnoredParameters parameters={ignored} />
      <form
        class="card panel form"
        key={key}
        onSubmit={e => {
          e.preventDefault();
          const data = new FormData(e.currentTarget);
          setQuery(Object.fromEntries(FIELDS.map(([name]) => [name, String(data.get(name) ?? '').trim() || null])));
        }}
      >
        {FIELDS.map(([name, label, hint]) => (
          <Field key={name} label={label} id={`audit-${name}`} hint={hint}>
            {d => <input class="input" {...d} name={name} type="text" defaultValue={address[name]} autoComplete="off" spellcheck={false} />}
          </Field>
        ))}
        <button type="submit" class="btn primary">
          Search
        </button>
      </form>
      {error.value ? (
        <LoadError what="Could not read the audit trail" why={error.value} onRetry={() => void read(null)} />
      ) : entries.value?.length === 0 && next.value === null ? (
        <EmptyState text="No entry matches." />
      ) : (
        <Entries entries={entries.value ?? []} />
      )}
      {next.value && (
        <button type="button" class="btn" onClick={() => void read(next.value)}>
          Show older entries
        </button>
      )}
    </>
  );
}

function Entries({ entries }: { entries: readonly AuditEntryDto[] }): JSX.Element {
  return (
    <div class="card scroll-x">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">Did what</th>
            <th scope="col">On what</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Place</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(entry => (
            <tr key={entry.id}>
              <td data-label="When">
                <time dateTime={entry.at} title={iso(entry.at)}>
                  {dateTime(entry.at)}
                </time>
              </td>
              <td data-label="Who">
                <bdi title={`${entry.kind} ${entry.actorId}${entry.address ? ` from ${entry.address}` : ''}`}>{entry.actor}</bdi>
              </td>
              <td data-label="Did what">
                <span class="word">{entry.action}</span>
              </td>
              <td class="mono" data-label="On what">
                <bdi>{entry.subject}</bdi>
              </td>
              <td class="mono" data-label="Before">
                {entry.before}
              </td>
              <td class="mono" data-label="After">
                {entry.after}
              </td>
              <td data-label="Place">
                <span class="word" title={`SHA-256 ${entry.hash}`}>
                  {entry.chain} {entry.number}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
