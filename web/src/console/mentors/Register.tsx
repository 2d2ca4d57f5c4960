import { Checkbox, Select } from 'antd';
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, separator } from '../../core/format';
import type { MentorSkill } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { DeskMentorsDocument } from './mentors.gen';

export const SKILLS = ['CAREER', 'COOKING', 'DESIGN', 'FINANCE', 'FITNESS', 'GARDENING', 'HANDICRAFT', 'LANGUAGE', 'LAW', 'MUSIC', 'PARENTING', 'PHOTOGRAPHY', 'PROGRAMMING', 'REPAIR', 'VIDEO', 'WRITING'] as const satisfies readonly MentorSkill[];

export function Register() {
  const { t } = useTranslation('mentors');
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [q, setQ] = useQueryStates({ skill: parseAsStringLiteral(SKILLS), room: parseAsBoolean.withDefault(false) }, { history: 'push' });
  const reading = useData(DeskMentorsDocument, { ...paging.variables, filter: { communityId, skill: q.skill, hasRoom: q.room || null, isMine: false } });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  return (
    <section className="card flush" aria-label={t('tabs.mentors')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <CommunitySelect communities={communities} value={communityId} onChange={(id) => { change({}); void setId(id); }} />
        <Select aria-label={t('skill')} style={{ width: 140 }} value={q.skill ?? ''} onChange={(skill) => change({ skill: (skill || null) as MentorSkill | null })} options={[{ value: '', label: t('anySkill') }, ...SKILLS.map((one) => ({ value: one, label: t(`skills.${one}`) }))]} />
        <Checkbox checked={q.room} onChange={(event) => change({ room: event.target.checked || null })}>{t('hasRoom')}</Checkbox>
      </div>
      <ConnectionTable
        label={t('tabs.mentors')}
        of={reading}
        connection={(data) => data.mentors}
        paging={paging}
        width={980}
        empty={<Nothing title={t('empty')} hint={t('emptyHint')} />}
        columns={[
          { title: t('alias'), render: (_, row) => <span className="who"><b>{row.alias || t('erased')}</b><small>{row.about}</small></span> },
          { title: t('community'), width: 160, ellipsis: true, render: (_, row) => row.community?.name },
          { title: t('teaches'), width: 180, render: (_, row) => row.skills.map((one) => t(`skills.${one}`)).join(separator()) },
          { title: t('learners'), width: 110, align: 'right', render: (_, row) => <span className="num">{t('learnersOf', { mentees: row.mentees, capacity: row.capacity })}</span> },
          { title: t('met'), width: 170, align: 'right', render: (_, row) => <span className="num">{t('metOf', { count: row.meetings, minutes: row.minutes })}</span> },
          { title: t('thanks'), width: 90, align: 'right', render: (_, row) => <span className="num">{row.thanks}</span> },
          { title: t('state'), width: 150, render: (_, row) => (row.retiredAt ? <Tag>{t('retired', { date: date(row.retiredAt) })}</Tag> : <Tag tone={row.isOpen ? 'good' : 'warn'}>{t(row.isOpen ? 'open' : 'paused')}</Tag>) },
        ]}
      />
    </section>
  );
}
