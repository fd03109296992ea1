import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AlertDto, AlertPage, ProfileDto } from '../../contract.ts';
import { get, messageOf } from '../../lib/api.ts';
import { amount, count, none, percent, words } from '../../lib/format.ts';
import { accountPage, counterpartyPage, isMasked } from '../../lib/router.ts';
import { settings } from '../../lib/settings.ts';
import { dateTime, iso } from '../../lib/time.ts';
import { EmptyState, LoadError } from '../../parts/controls.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Heading } from '../../parts/page.tsx';
import { SEVERITY_TONE } from '../../parts/pill.tsx';
import '../../styles/profile.css';
import { Amounts } from './amounts.tsx';
import { Hours } from './hours.tsx';
import { PartsTable } from './parts-table.tsx';

const TITLES = { account: 'Account', counterparty: 'Counterparty' } as const;

/** Everything about one account, or about one counterparty. */
export function Profile({ kind, name }: { kind: 'account' | 'counterparty'; name: string }): JSX.Element {
  const profile = useSignal<ProfileDto | null>(null);
  const alerts = useSignal<readonly AlertDto[]>([]);
  const error = useSignal<string | null>(null);
  const zone = settings.value.times === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;

  async function read(signal?: AbortSignal): Promise<void> {
    try {
      const query = new URLSearchParams({ [kind]: name, zone });
      const subject = new URLSearchParams({ subject: name, limit: '20' });
      const [found, raised] = await Promise.all([
        get<ProfileDto>(`/api/v1/profile?${query}`, signal),
        kind === 'account' ? get<AlertPage>(`/api/v1/alerts?${subject}`, signal) : null,
      ]);
      profile.value = found;
      alerts.value = raised?.items ?? [];
      error.value = null;
    } catch (reason) {
      if (!signal?.aborted) error.value = messageOf(reason);
    }
  }

  useEffect(() => {
    const reading = new AbortController();
    profile.value = null;
    void read(reading.signal);
    return () => reading.abort();
  }, [kind, name, zone]);

  const history = `/history?${new URLSearchParams({ from: 'now-30d', [kind]: name })}`;
  return (
    <>
      <div class="bar">
        <Heading title={TITLES[kind]} />
        <bdi class="profile-name mono">{name}</bdi>
        <span class="spacer" />
        <a class="btn" href={history}>
          Open in History
        </a>
      </div>
      {error.value ? (
        <LoadError what="Could not load the profile" why={error.value} onRetry={() => void read()} />
      ) : profile.value === null ? (
        <p class="state">Counting…</p>
      ) : profile.value.payments === 0 ? (
        <EmptyState text={emptyText(kind, profile.value)} />
      ) : (
        <Found profile={profile.value} alerts={alerts.value} />
      )}
    </>
  );
}

const emptyText = (kind: 'account' | 'counterparty', profile: ProfileDto): string =>
  profile.countedFrom === null
    ? `There is no payment of this ${kind}.`
    : `There is no payment of this ${kind} since ${dateTime(profile.countedFrom)}. Older payments were not looked at.`;

function Found({ profile, alerts }: { profile: ProfileDto; alerts: readonly AlertDto[] }): JSX.Element {
  const isAccount = profile.kind === 'Account';
  const partner = (name: string): string | null => (isMasked(name) ? null : isAccount ? counterpartyPage(name) : accountPage(name));
  const owner = isAccount ? 'account' : 'counterparty';
  const history = (field: string) => (value: string) =>
    isMasked(profile.name) ? null : `/history?${new URLSearchParams({ from: 'now-30d', [owner]: profile.name, [field]: value })}`;
  return (
    <div class="profile">
      <Facts profile={profile} />
      <div class="two">
        <Amounts profile={profile} />
        <Hours profile={profile} />
        <PartsTable
          title={isAccount ? 'Counterparties' : 'Accounts'}
          what={isAccount ? 'Counterparty' : 'Account'}
          parts={profile.partners}
          of={profile.partnerCount}
          linkOf={partner}
        />
        <Alerts alerts={alerts} />
        <PartsTable title="Sources" what="Source" parts={profile.sources} linkOf={history('source')} />
        <PartsTable title="Failure reasons" what="Reason" parts={profile.failureReasons} linkOf={history('reason')} nameOf={words} />
        <PartsTable title="Flagged by rule" what="Rule" parts={profile.rules} linkOf={history('flag')} nameOf={words} />
      </div>
    </div>
  );
}

function Facts({ profile }: { profile: ProfileDto }): JSX.Element {
  const share = (part: number): string => `${percent(part / profile.payments)}\u00a0%`;
  const since = profile.countedFrom ?? profile.firstReceivedAt;
  return (
    <section class="card panel" aria-label="Figures">
      <dl class="stat">
        <Fact name="Payments" value={count(profile.payments)} />
        <Fact name="Failed" value={profile.failed === 0 ? none : share(profile.failed)} small={count(profile.failed)} />
        <Fact name="Flagged" value={profile.flagged === 0 ? none : share(profile.flagged)} small={count(profile.flagged)} />
        {profile.unfinished > 0 && <Fact name="Unfinished" value={count(profile.unfinished)} />}
        {profile.amounts.map(sum => (
          <Fact key={sum.currency} name={`Paid, ${sum.currency}`} value={amount(sum.paid, sum.currency)} />
        ))}
        {profile.amounts
          .filter(sum => sum.refunded < 0)
          .map(sum => (
            <Fact key={sum.currency} name={`Refunded, ${sum.currency}`} value={amount(-sum.refunded, sum.currency)} />
          ))}
      </dl>
      <p class="muted">
        {profile.countedFrom === null ? 'First seen ' : 'Counted since '}
        {since && (
          <time dateTime={since} title={iso(since)}>
            {dateTime(since)}
          </time>
        )}
        {profile.lastReceivedAt && (
          <>
            , last seen{' '}
            <time dateTime={profile.lastReceivedAt} title={iso(profile.lastReceivedAt)}>
              {dateTime(profile.lastReceivedAt)}
            </time>
          </>
        )}
        . Money is that of completed payments.
      </p>
    </section>
  );
}

function Fact({ name, value, small }: { name: string; value: string; small?: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {small && value !== none && <small>{small}</small>}
      </dd>
    </div>
  );
}

function Alerts({ alerts }: { alerts: readonly AlertDto[] }): JSX.Element | null {
  if (alerts.length === 0) return null;
  return (
    <section class="card panel">
      <h2>Alerts</h2>
      <ul class="rows">
        {alerts.map(alert => (
          <li key={alert.id}>
            <a href={`/alerts?status=${alert.status.toLowerCase()}`}>
              <Icon tone={SEVERITY_TONE[alert.severity]} />
              <span>{alert.message}</span>
              <span class="n muted">
                {alert.status}
                {alert.count > 1 && ` · ${count(alert.count)}×`}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
