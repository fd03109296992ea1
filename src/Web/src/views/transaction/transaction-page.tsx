import type { JSX } from 'preact';
import { Heading } from '../../parts/page.tsx';
import { CopyButton } from './copy-button.tsx';
import { TransactionDetail } from './detail.tsx';

/** A transaction as a view of its own, for links. */
export function TransactionPage({ id }: { id: string }): JSX.Element {
  return (
    <>
      <Heading title="Transaction" />
      <article class="card tx-page">
        <TransactionDetail id={id} headingId="tx-title" actions={<CopyButton text={location.href} label="Copy link" />} />
      </article>
    </>
  );
}
