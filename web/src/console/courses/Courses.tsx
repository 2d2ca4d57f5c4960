import { PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, day, dayTime } from '../../core/format';
import type { CourseCategory, CourseFilter } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { CoursesDocument, TermsDocument } from './courses.gen';
import { CATEGORIES, COURSE_TONES } from './words';

const TermModal = dialog(() => import('./TermModal'));
const CourseModal = dialog(() => import('./CourseModal'));

export default function Courses() {
  const { t } = useTranslation('courses');
  const may = useMay();
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [q, setQ] = useQueryStates({ term: parseAsString, category: parseAsStringLiteral(CATEGORIES) }, { history: 'push' });
  const [making, setMaking] = useState<'term' | 'course' | null>(null);
  const found = useData(TermsDocument, {});
  const terms = found.kind === 'data' ? found.data.terms.edges.map((edge) => edge.node) : [];
  const reading = useData(CoursesDocument, { ...paging.variables, filter: { communityId, termId: q.term, category: q.category, statuses: [] } as Partial<CourseFilter> as CourseFilter });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  const term = terms.find((one) => one.id === q.term);
  const acts = may('courses:manage') && (
    <>
      <Link to="/courses/absences?appeal=PENDING">{t('absences.link')}</Link>
      <Button onClick={() => setMaking('term')}>{t('newTerm')}</Button>
      <Button type="primary" icon={<PlusOutlined />} disabled={terms.length === 0} onClick={() => setMaking('course')}>{t('newCourse')}</Button>
    </>
  );
  return (
    <Page title={t('title')} lead={t('lead')} acts={acts}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { change({ term: null }); void setId(id); }} />
          <Select aria-label={t('term')} style={{ minWidth: 200 }} value={q.term ?? ''} onChange={(one) => change({ term: one || null })} options={[{ value: '', label: t('allTerms') }, ...terms.filter((one) => !communityId || one.community?.id === communityId).map((one) => ({ value: one.id, label: [one.name, communities.length > 1 && !communityId ? one.community?.name : null].filter(Boolean).join(' · ') }))]} />
          <Select aria-label={t('category')} style={{ width: 130 }} value={q.category ?? ''} onChange={(one) => change({ category: (one || null) as CourseCategory | null })} options={[{ value: '', label: t('allCategories') }, ...CATEGORIES.map((one) => ({ value: one, label: t(`categories.${one}`) }))]} />
          {term && <span className="muted num">{`${date(term.startsOn)} – ${date(term.endsOn)} · ${t('applications', { from: dayTime(term.opensAt), to: dayTime(term.closesAt) })}`}</span>}
          {term?.takesApplications && <Tag tone="good">{t('isOpen')}</Tag>}
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.courses}
          paging={paging}
          width={1040}
          empty={<Nothing title={t('empty')} />}
          columns={[
            { title: t('course'), render: (_, row) => <span className="who"><Link to={`/courses/${row.id}`}>{row.title}</Link><small>{[t(`categories.${row.category}`), row.teacherName].join(' · ')}</small></span> },
            { title: t('community'), width: 150, ellipsis: true, render: (_, row) => row.community?.name },
            { title: t('period'), width: 170, render: (_, row) => (row.startsAt && row.endsAt ? <span className="num">{`${day(row.startsAt)} – ${day(row.endsAt)}`}</span> : <span className="muted">{t('unplanned')}</span>) },
            { title: t('place'), width: 140, ellipsis: true, render: (_, row) => row.space?.name ?? row.place },
            { title: t('allocation'), width: 120, render: (_, row) => t(`allocations.${row.allocation}`) },
            { title: t('seats'), width: 190, render: (_, row) => row.seats && <span className="num">{t('seatsOf', { taken: row.seats.taken, capacity: row.seats.capacity })}{row.seats.waiting > 0 && <small className="muted">{` · ${t('waiting', { count: row.seats.waiting })}`}</small>}</span> },
            { title: t('status'), width: 100, render: (_, row) => <Tag tone={COURSE_TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
          ]}
        />
      </section>
      <TermModal open={making === 'term'} onClose={() => setMaking(null)} />
      <CourseModal open={making === 'course'} terms={terms} onClose={() => setMaking(null)} />
    </Page>
  );
}
