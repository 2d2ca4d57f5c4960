import { useTranslation } from 'react-i18next';
import { daysBetween, isoDay } from '../../../core/format';
import { Tag } from '../../../desk/Tag';
import { StayCard } from './StayCard';
import { useToday } from './useToday';

export default function Leaving() {
  const { t } = useTranslation('stays');
  const said = (endsOn: string) => {
    const days = daysBetween(isoDay(), endsOn);
    if (days < 0) return <Tag tone="bad">{t('dueOutPast', { count: -days })}</Tag>;
    return days === 0 ? <Tag tone="warn">{t('dueOutToday')}</Tag> : <span className="num muted">{t('dueOutIn', { count: days })}</span>;
  };
  return <StayCard of={useToday()} part="leaving" title={t('dueOut')} empty={t('nobodyLeaves')} more="/stays?due=out" when={(stay) => said(stay.plannedEndsOn)} />;
}
