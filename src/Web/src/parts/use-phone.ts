import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 640px)');

/** Narrow enough for cards instead of rows. */
export const phone = signal(query.matches);
query.addEventListener('change', () => {
  phone.value = query.matches;
});
