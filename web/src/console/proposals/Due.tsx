import { useTranslation } from 'react-i18next';
import { day } from '../../core/format';
import { Tag } from '../../desk/Tag';
import type { ProposalRowFragment } from './proposals.gen';
import { LAMP_TONES } from './tones';

/** By when an answer is owed, and how that stands; nothing once it was given. */
export function Due({ of }: { of: ProposalRowFragment }) {
  const { t } = useTranslation('proposals');
  if (of.status !== 'PUBLISHED') return null;
  if (!of.answerDueAt) return <span className="muted">{t('notYet')}</span>;
  return (
    <span className="acts">
      <span className="num">{day(of.answerDueAt)}</span>
      <Tag tone={LAMP_TONES[of.lamp]}>{t(`lamps.${of.lamp}`)}</Tag>
    </span>
  );
}
