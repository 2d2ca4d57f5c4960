import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { dayTime, weekday } from '../../core/format';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { PhoneCoursesDocument, type PhoneCourseFragment } from './courses.gen';
import { TONE } from './tones';

const VIEWS = ['open', 'past'] as const;

/** The night school: what one can apply for, and what there was. */
export default function Courses() {
  const { t } = useTranslation('courses');
  const [view, show] = useTab(VIEWS);
  const after = usePlace();
  const filter = useMemo(() => ({ statuses: view === 'open' ? (['OPEN'] as const).slice() : (['FINISHED', 'CANCELLED'] as const).slice() }), [view]);
  const reading = useData(PhoneCoursesDocument, { filter, after });
  return (
    <Page title={t('title')} back="/services">
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`views.${name}`)} onPick={show} />
      <States of={reading} isEmpty={(data) => data.courses.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ courses }) => (
          <>
            {courses.edges.map(({ node }) => <Row key={node.id} course={node} />)}
            <Pager of={courses} />
          </>
        )}
      </States>
      <div className="buttons">
        <Link className="button plain" to="/course-wishes">{t('wishes.title')}</Link>
      </div>
    </Page>
  );
}

function Row({ course }: { course: PhoneCourseFragment }) {
  const { t } = useTranslation('courses');
  return (
    <Link className="card" to={`/courses/${course.id}`}>
      <h2>{course.title}</h2>
      <p className="soft small">{[t(`categories.${course.category}`), course.teacherName, course.startsAt && `${weekday(course.startsAt)} ${dayTime(course.startsAt)}`].filter(Boolean).join(' · ')}</p>
      <span className="tags">
        {course.myStatus && <span className={`tag ${TONE[course.myStatus]}`}>{t(`mineStatus.${course.myStatus}`)}</span>}
        <Seats course={course} />
      </span>
    </Link>
  );
}

/** Seats in a word: how many are left, how many wait, or that lots are drawn. */
export function Seats({ course }: { course: PhoneCourseFragment }) {
  const { t } = useTranslation('courses');
  const { seats } = course;
  if (course.status !== 'OPEN') return <span className="tag">{t(`status.${course.status}`)}</span>;
  if (!seats) return null;
  if (course.allocation === 'LOTTERY' && !seats.isSettled) return <span className="tag accent">{t('lot', { count: seats.capacity })}</span>;
  if (seats.free > 0) return <span className="tag good">{t('free', { count: seats.free })}</span>;
  return <span className="tag warn">{t('full', { count: seats.waiting })}</span>;
}
