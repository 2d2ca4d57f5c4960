import { useTranslation } from 'react-i18next';
import { Page } from '../../desk/Page';
import Transfers from './Transfers';

/** The transfers that the organisations one speaks for decide. */
export default function TransfersPage() {
  const { t } = useTranslation('organisations');
  return <Page title={t('transfers')} lead={t('transfersLead')}><Transfers /></Page>;
}
