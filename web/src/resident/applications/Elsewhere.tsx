import { useTranslation } from 'react-i18next';
import { Page } from '../parts/Page';
import { Become } from './Become';

/** Somebody who lives with one operator asks to live with another. */
export default function Elsewhere() {
  const { t } = useTranslation('applications');
  return <Page title={t('become.title')} back="/mine"><Become /></Page>;
}
