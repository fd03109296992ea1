import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ApiKeyDto, CreatedKey } from '../../contract.ts';
import { get, messageOf, remove } from '../../lib/api.ts';
import { dateTime, iso } from '../../lib/time.ts';
import { showToast } from '../../live/announce.ts';
import { EmptyState, LoadError } from '../../parts/controls.tsx';
import { Heading } from '../../parts/page.tsx';
import { Pill } from '../../parts/pill.tsx';
import { KeyForm } from './key-form.tsx';

/** The keys with which programs call. A secret is shown once, when its key is made. */
export function Keys(): JSX.Element {
  const keys = useSignal<readonly ApiKeyDto[] | null>(null);
  const error = useSignal<string | null>(null);
  const created = useSignal<CreatedKey | null>(null);

  async function read(): Promise<void> {
    try {
      keys.value = await get<ApiKeyDto[]>('/api/v1/keys');
      error.value = null;
    } catch (reason) {
      error.value = messageOf(reason);
    }
  }

  useEffect(() => {
    void read();
  }, []);

  async function revoke(key: ApiKeyDto): Promise<void> {
    if (!confirm(`Revoke the key ${key.name}? Programs that use it are refused within seconds. This cannot be undone.`)) return;
    try {
      await remove(`/api/v1/keys/${key.id}`);
    } catch (reason) {
      showToast(`The key was not revoked: ${messageOf(reason)}`);
    }
    await read();
  }

  return (
    <>
      <div class="bar">
        <Heading title="Keys" />
        <span class="spacer" />
        <span class="muted">A program sends its key with each call.</span>
      </div>
      {created.value && (
        <section class="card panel" role="status">
          <h2>{created.value.key.name}</h2>
          <p>This is its secret. It is shown this once: copy it now.</p>
          <p class="mono secret">{created.value.secret}</p>
        </section>
      )}
      {error.value && keys.value === null ? (
        <LoadError what="Could not read the keys" why={error.value} onRetry={() => void read()} />
      ) : keys.value?.length === 0 ? (
        <EmptyState text="There are no keys." />
      ) : (
        <div class="card scroll-x">
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Begins with</th>
                <th scope="col">Roles</th>
                <th scope="col">Sources</th>
                <th scope="col">State</th>
                <th scope="col">Last used</th>
                <th scope="col">Made</th>
                <th scope="col">
                  <span class="vh">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.value?.map(key => (
                <KeyRow key={key.id} shown={key} onRevoke={() => void revoke(key)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <KeyForm
        onCreated={answer => {
          created.value = answer;
          void read();
        }}
      />
    </>
  );
}

function KeyRow({ shown, onRevoke }: { shown: ApiKeyDto; onRevoke: () => void }): JSX.Element {
  return (
    <tr>
      <td data-label="Name">
        <bdi>{shown.name}</bdi>
      </td>
      <td class="mono" data-label="Begins with">
        <span class="word">{shown.prefix}</span>
      </td>
      <td data-label="Roles">{shown.roles.join(', ')}</td>
      <td data-label="Sources">{shown.sources.length > 0 ? shown.sources.join(', ') : 'all'}</td>
      <td data-label="State">
        <span>
          {shown.isUsable ? (
            <Pill tone="ok" text={shown.expiresAt ? `until ${dateTime(shown.expiresAt)}` : 'usable'} />
          ) : (
            <Pill tone="idle" text={shown.revokedAt ? `revoked by ${shown.revokedBy}` : 'expired'} />
          )}
        </span>
      </td>
      <td data-label="Last used">{shown.lastUsedAt ? <When at={shown.lastUsedAt} /> : 'never'}</td>
      <td data-label="Made">
        <span>
          <When at={shown.createdAt} /> by <bdi>{shown.createdBy}</bdi>
        </span>
      </td>
      <td>
        {shown.revokedAt === null && (
          <button type="button" class="btn s quiet" aria-label={`Revoke ${shown.name}`} onClick={onRevoke}>
            Revoke
          </button>
        )}
      </td>
    </tr>
  );
}

const When = ({ at }: { at: string }): JSX.Element => (
  <time dateTime={at} title={iso(at)}>
    {dateTime(at)}
  </time>
);
