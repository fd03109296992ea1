import type { AlertSeverity, AlertStatus } from '../../contract.ts';
import { AddressReader, type AddressResult, isTime, upTo } from '../../lib/address-reader.ts';

/** The list of alerts as its address describes it. An empty list or text means "any". */
export interface AlertsAddress {
  status: AlertStatus;
  severities: AlertSeverity[];
  rule: string;
  since: string;
}

export function readAlertsAddress(query: URLSearchParams): AddressResult<AlertsAddress> {
  const reader = new AddressReader(query);
  return reader.result({
    status: reader.one('status', ['Open', 'Acknowledged', 'Resolved'], 'Open'),
    severities: reader.many('severity', ['Critical', 'Warning', 'Info']),
    rule: reader.text('rule', upTo(64)),
    since: reader.text('from', isTime),
  });
}
