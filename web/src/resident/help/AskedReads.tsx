import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Page } from '../parts/Page';
import { HelpReads } from './Reads';

/** Who read what one asked the station for. */
export default function AskedReads() {
  const { t } = useTranslation('help');
  const { id = '' } = useParams();
  return <Page title={t('oneAsked')} back="/help"><HelpReads id={id} /></Page>;
}
