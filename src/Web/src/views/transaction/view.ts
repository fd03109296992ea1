import type { View } from '../../parts/view.ts';
import { TransactionPage } from './transaction-page.tsx';

export const transactionView: View = { path: '/tx/', title: 'Transaction', component: TransactionPage };
