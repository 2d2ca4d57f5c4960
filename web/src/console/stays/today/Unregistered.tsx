import { useTranslation } from 'react-i18next';
import { day, daysBetween, isoDay } from '../../../core/format';
import { Tag } from '../../../desk/Tag';
import { StayCard } from './StayCard';
import { useToday } from './useToday';

export default function Unregistered() {
  const { t } = useTranslation('stays');
  const said = (dueOn: string) => {
    const late = daysBetween(dueOn, isoDay());
    return late > 0 ? <Tag tone="bad">{t('late', { count: late })}</Tag> : <Tag tone="warn">{t('notRegistered', { date: day(dueOn) })}</Tag>;
  };
  return <StayCard of={useToday()} part="unregistered" title={t('due')} empty={t('nothingDue')} more="/stays?due=registration" when={(stay) => said(stay.registrationDueOn)} />;
}
