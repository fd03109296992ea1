import type { Signal } from '@preact/signals';
import { onServer } from '../lib/base.ts';

/** Looks whether the server now has a newer page: its start page then names another script. Call it after a restart of the server. */
export async function lookForNewVersion(found: Signal<boolean>): Promise<void> {
  const own = document.querySelector<HTMLScriptElement>('script[type=module]')?.src;
  const page = await fetch(onServer('/'), { cache: 'no-store' }).then(
    answer => (answer.ok ? answer.text() : ''),
    () => '',
  );
  if (own && page && !page.includes(new URL(own).pathname)) found.value = true;
}
