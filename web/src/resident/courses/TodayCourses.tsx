import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { now, timeSpan, weekday } from '../../core/format';
import { Quiet } from '../parts/States';
import { MyCoursesDocument, type MyCoursesQuery } from './courses.gen';

/** The next session of one's courses. */
export default function TodayCourses() {
  const statuses = useMemo(() => ['ENROLLED' as const], []);
  const reading = useData(MyCoursesDocument, { statuses, after: null });
  return <Quiet of={reading}>{(data) => <Next of={data} />}</Quiet>;
}

function Next({ of }: { of: MyCoursesQuery }) {
  const { t } = useTranslation('courses');
  const at = now().toISOString();
  const coming = of.myEnrolments.edges.flatMap(({ node }) => node.course?.sessions.map((session) => ({ course: node.course, session })) ?? []).filter(({ session }) => session.status === 'PLANNED' && session.endsAt > at).toSorted((a, b) => a.session.startsAt.localeCompare(b.session.startsAt));
  const next = coming[0];
  if (!next) return null;
  return (
    <Link className="card" to={`/courses/${next.course?.id}`}>
      <p className="small soft">{t('nextSession')}</p>
      <h2>{next.course?.title}</h2>
      <p className="soft">{`${weekday(next.session.startsAt)} ${timeSpan(next.session.startsAt, next.session.endsAt)} · ${next.session.space?.name ?? next.session.place}`}</p>
    </Link>
  );
}
