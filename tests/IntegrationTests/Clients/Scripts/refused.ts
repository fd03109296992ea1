// Calls that the description forbids. The compiler has to find each of them: a line without an error is an error here.
import createClient from 'openapi-fetch';
import type { paths } from './api.js';

const client = createClient<paths>({ baseUrl: '' });
const payment = { source: 'shop', account: 'A-17', amount: 12.5, currency: 'EUR' };

export async function refused() {
  // @ts-expect-error a required member is missing
  await client.POST('/api/v1/transactions', { body: { source: 'shop', account: 'A-17', amount: 12.5 } });
  // @ts-expect-error an amount is a number
  await client.POST('/api/v1/transactions', { body: { ...payment, amount: '12.50' } });
  // @ts-expect-error a status that does not exist
  await client.POST('/api/v1/transactions', { body: { ...payment, status: 'Done' } });
  // @ts-expect-error an outcome is an end
  await client.POST('/api/v1/transactions/{id}/outcome', { params: { path: { id: '' } }, body: { status: 'Pending' } });
  // @ts-expect-error a filter that does not exist
  await client.GET('/api/v1/transactions', { params: { query: { acount: 'A-17' } } });
  // @ts-expect-error a mode that does not exist
  await client.POST('/api/v1/transactions/stream', { params: { query: { answers: 'none' } }, body: '' });
  // @ts-expect-error the range is required
  await client.GET('/api/v1/transactions/histogram', { params: { query: {} } });
}
