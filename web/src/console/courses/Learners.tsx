import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dayTime } from '../../core/format';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import type { CourseHere } from './Course';
import { CourseEnrolmentsDocument, DecideApplicationDocument, WithdrawFromCourseDocument } from './learners.gen';
import { LEARNER_TONES } from './words';

/** Who has a seat, waits for one, or has applied. */
export function Learners({ course }: { course: CourseHere }) {
  const { t } = useTranslation('courses');
  const may = useMay();
  const { modal, message } = App.useApp();
  const paging = usePaging();
  const reading = useData(CourseEnrolmentsDocument, { course: course.id, ...paging.variables });
  const [decide, isDeciding] = useAct(DecideApplicationDocument);
  const [withdraw] = useAct(WithdrawFromCourseDocument);
  const tell = <Data,>(outcome: Outcome<Data>): void => {
    if (!outcome.ok) return void message.error(outcome.problem.message);
    void message.success(t('people.done'));
    reading.again();
  };
  const ask = (enrolmentId: string, name: string): void =>
    void modal.confirm({ title: t('people.withdrawOf', { name }), content: t('people.withdrawHint'), okText: t('people.withdraw'), okButtonProps: { danger: true }, cancelText: t('shared:act.cancel'), onOk: async () => tell(await withdraw({ input: { enrolmentId } })) });
  return (
    <section className="card flush" aria-label={t('tabs.people')}>
      <ConnectionTable
        label={t('tabs.people')}
        of={reading}
        connection={(data) => data.enrolments}
        paging={paging}
        empty={<Nothing title={t('people.none')} hint={null} />}
        columns={[
          { title: t('people.name'), render: (_, row) => <span className="acts"><span className="who">{row.resident && <Link to={`/residents/${row.resident.id}`}>{row.resident.name}</Link>}</span>{row.isFirstTimer && <Tag tone="accent">{t('people.first')}</Tag>}</span> },
          { title: t('people.applied'), width: 150, render: (_, row) => <span className="num">{dayTime(row.appliedAt)}</span> },
          { title: t('people.status'), width: 220, render: (_, row) => <span className="acts"><Tag tone={LEARNER_TONES[row.status]}>{t(`people.statuses.${row.status}`)}</Tag>{row.placeInLine?.position != null && <span className="muted">{t('people.line', { position: row.placeInLine.position })}</span>}</span> },
          {
            title: <span className="unseen">{t('shared:act.more')}</span>,
            width: 220,
            render: (_, row) => (
              <span className="acts">
                {row.status === 'APPLIED' && course.needsApproval && may('courses:manage') && <><Button size="small" type="primary" disabled={isDeciding} onClick={() => void decide({ input: { enrolmentId: row.id, isAccepted: true } }).then(tell)}>{t('people.accept')}</Button><Button size="small" disabled={isDeciding} onClick={() => void decide({ input: { enrolmentId: row.id, isAccepted: false } }).then(tell)}>{t('people.decline')}</Button></>}
                {['APPLIED', 'ENROLLED', 'WAITLISTED'].includes(row.status) && may('courses:enrol_others') && <Button size="small" type="text" onClick={() => ask(row.id, row.resident?.name ?? '')}>{t('people.withdraw')}</Button>}
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
