import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 640px)');
const isPhone = signal(query.matches);
query.addEventListener('change', () => {
  isPhone.value = query.matches;
});

/** Whether the screen is so narrow that the table shows cards instead of rows. */
export const usePhone = (): boolean => isPhone.value;
