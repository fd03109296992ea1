import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ReplayDto, ReplayList, ReplayMappingDto, ReplayPreviewDto } from '../../contract.ts';
import { get, messageOf, post, remove } from '../../lib/api.ts';
import { may } from '../../lib/session.ts';
import { LoadError } from '../../parts/controls.tsx';
import { Heading } from '../../parts/page.tsx';
import { ReplayForm } from './form.tsx';
import { ReplayCard } from './progress.tsx';
import { address, beginning, type Choice, form, missing } from './upload.ts';
import './replay.css';

const POLL_MS = 1_000;

/** Sends files of a bank or processor to the program, and shows how far their replay is. */
export function Replay(): JSX.Element {
  const replays = useSignal<readonly ReplayDto[]>([]);
  const mappings = useSignal<readonly ReplayMappingDto[]>([]);
  const error = useSignal<string | null>(null);
  const busy = useSignal<'preview' | 'start' | null>(null);
  const answer = useSignal<string | null>(null);
  const preview = useSignal<ReplayPreviewDto | null>(null);

  async function read(): Promise<void> {
    try {
      if (mappings.value.length === 0) mappings.value = await get<ReplayMappingDto[]>('/api/v1/replays/mappings');
      replays.value = (await get<ReplayList>('/api/v1/replays')).items;
      error.value = null;
    } catch (reason) {
      error.value = messageOf(reason);
    }
  }

  useEffect(() => {
    void read();
    const timer = setInterval(() => {
      if (!document.hidden) void read();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, []);

  async function send(action: 'preview' | 'start', files: readonly File[], choice: Choice): Promise<void> {
    answer.value = missing(files, choice);
    if (answer.value !== null) return;
    busy.value = action;
    preview.value = null;
    try {
      if (action === 'preview') {
        const parts = await Promise.all(files.map(file => beginning(file)));
        preview.value = await post<ReplayPreviewDto>(address(action, choice), form(parts, choice));
      } else {
        await post<ReplayDto>(address(action, choice), form(files, choice));
        await read();
      }
    } catch (reason) {
      answer.value = messageOf(reason);
    }
    busy.value = null;
  }

  async function cancel(id: string): Promise<void> {
    try {
      await remove<ReplayDto>(`/api/v1/replays/${id}`);
    } catch (reason) {
      answer.value = messageOf(reason);
    }
    await read();
  }

  return (
    <div class="replay">
      <div class="bar">
        <Heading title="Replay" />
        <span class="spacer" />
        <span class="muted">The rows of a file take the same path as all other transactions.</span>
      </div>
      {error.value && mappings.value.length === 0 ? (
        <LoadError
          what="Could not read the replays"
          why={error.value}
          onRetry={() => {
            void read();
          }}
        />
      ) : (
        <div class="two">
          {may('Operator') && (
            <ReplayForm
              mappings={mappings.value}
              busy={busy.value}
              answer={answer.value}
              onSend={(action, files, choice) => {
                void send(action, files, choice);
              }}
            />
          )}
          {preview.value && (
            <section class="card panel wide" aria-labelledby="preview-title">
              <h2 id="preview-title">Preview: nothing is stored</h2>
              <pre class="lines">{preview.value.lines.join('\n')}</pre>
            </section>
          )}
          {replays.value.map(replay => (
            <ReplayCard
              key={replay.id}
              replay={replay}
              onCancel={id => {
                void cancel(id);
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
}
