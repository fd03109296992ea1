import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { count } from '../../lib/format.ts';
import { writerWithin, zone } from '../../lib/time.ts';
import { Field } from '../../parts/controls.tsx';
import type { HistoryAddress } from './address.ts';
import { instantsOf } from './range.ts';
import { histogram, result } from './results.ts';

/** Says what the file will contain before the download begins. The browser then shows the progress and can cancel it. */
export function Export({ address }: { address: HistoryAddress }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const format = useSignal<'csv' | 'ndjson'>('csv');
  const isOpen = useSignal(false);
  const asked = result.value?.query ?? new URLSearchParams();
  const data = histogram.value.data;
  const contents = data ? `${data.isComplete ? '' : 'More than '}${count(data.total)} transactions` : 'All transactions';
  const [from, to] = instantsOf(address, result.value?.askedAt ?? Date.now());
  const write = writerWithin(from, to, Date.now());
  return (
    <>
      <button
        type="button"
        class="btn s"
        id="export"
        onClick={() => {
          isOpen.value = true;
          dialog.current!.showModal();
        }}
      >
        Export
      </button>
      <dialog
        class="modal"
        ref={dialog}
        aria-labelledby="export-title"
        onClose={() => {
          isOpen.value = false;
        }}
      >
        {isOpen.value && (
          <>
            <div class="tx-head">
              <h2 id="export-title">Export these transactions</h2>
            </div>
            <div class="body">
              <p>
                {contents} that match the filters, received between {write(from)} and {write(to)} ({zone()}),{' '}
                {address.sort === 'createdAt' ? 'latest created first.' : 'newest first. The number of rows is not limited.'}
              </p>
              <Field label="Format" id="export-format">
                {d => (
                  <select
                    class="input"
                    {...d}
                    value={format.value}
                    onChange={e => {
                      format.value = e.currentTarget.value as 'csv';
                    }}
                  >
                    <option value="csv">CSV, for spreadsheets</option>
                    <option value="ndjson">NDJSON, for programs</option>
                  </select>
                )}
              </Field>
              <p class="muted">Times are in UTC. In CSV, a text that a spreadsheet would read as a formula starts with an apostrophe.</p>
              <div class="bar">
                <a
                  class="btn primary"
                  download
                  href={`/api/v1/transactions/export?format=${format.value}&${asked}`}
                  onClick={() => setTimeout(() => dialog.current?.close())}
                >
                  Download
                </a>
                <button type="button" class="btn" onClick={() => dialog.current!.close()}>
                  Cancel
                </button>
              </div>
            </div>
          </>
        )}
      </dialog>
    </>
  );
}
