import { AddressReader, type AddressResult, upTo } from '../../lib/address-reader.ts';

/** The part of the trail as its address describes it. An empty text means "any". */
export interface AuditAddress {
  actor: string;
  action: string;
  subject: string;
}

export function readAuditAddress(query: URLSearchParams): AddressResult<AuditAddress> {
  const reader = new AddressReader(query);
  return reader.result({
    actor: reader.text('actor', upTo(200)),
    action: reader.text('action', upTo(40)),
    subject: reader.text('subject', upTo(200)),
  });
}

/** The parameters of the call, and those of the address without the empty ones. */
export function auditQuery(address: AuditAddress, cursor: string | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(address)) if (value !== '') query.set(name, value);
  if (cursor !== null) query.set('cursor', cursor);
  return query.toString();
}
