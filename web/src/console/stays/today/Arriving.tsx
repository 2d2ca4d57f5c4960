import { useTranslation } from 'react-i18next';
import { day } from '../../../core/format';
import { StayCard } from './StayCard';
import { useToday } from './useToday';

export default function Arriving() {
  const { t } = useTranslation('stays');
  return <StayCard of={useToday()} part="arriving" title={t('arrivals')} empty={t('nobodyArrives')} more="/stays?status=RESERVED" when={(stay) => <span className="num muted">{day(stay.startsOn)}</span>} />;
}
