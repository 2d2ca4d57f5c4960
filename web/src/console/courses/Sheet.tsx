import { App, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { day, now } from '../../core/format';
import type { AttendanceMark, MarkAttendanceInput } from '../../core/schema.gen';
import { Nothing, States } from '../../desk/States';
import { WideTable } from '../../desk/WideTable';
import { AttendanceSheetDocument, MarkAttendanceDocument, type AttendanceSheetQuery } from './learners.gen';

type Row = AttendanceSheetQuery['attendanceSheet']['rows'][number];
const MARKS: readonly AttendanceMark[] = ['PRESENT', 'LATE', 'EXCUSED', 'ABSENT'];

/** Who came to which session; staff note and correct it here. */
export function Sheet({ courseId }: { courseId: string }) {
  const { t } = useTranslation('courses');
  const may = useMay();
  const { modal, message } = App.useApp();
  const reading = useData(AttendanceSheetDocument, { course: courseId });
  const [mark, isBusy] = useAct(MarkAttendanceDocument);
  async function send(input: Partial<MarkAttendanceInput>): Promise<void> {
    const outcome = await mark({ input: { marks: [], ...input } as MarkAttendanceInput });
    if (!outcome.ok) void message.error(outcome.problem.message);
    reading.again();
  }
  const askRest = (sessionId: string, number: number): void =>
    void modal.confirm({ title: t('sheet.restOf', { number }), okText: t('sheet.rest'), cancelText: t('shared:act.cancel'), onOk: () => send({ sessionId, others: 'ABSENT' }) });
  const isEmpty = ({ attendanceSheet: sheet }: AttendanceSheetQuery): boolean => sheet.rows.length === 0 || sheet.sessions.length === 0;
  return (
    <section className="card flush" aria-label={t('tabs.sheet')}>
      <States of={reading} isEmpty={isEmpty} empty={<Nothing title={t('sheet.none')} hint={t('sheet.noneHint')} />}>
        {({ attendanceSheet: sheet }) => (
          <WideTable<Row>
            rowKey={(row) => row.enrolment.id}
            aria-label={t('tabs.sheet')}
            dataSource={[...sheet.rows]}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: t('people.name'), width: 110, render: (_, row) => <b>{row.enrolment.resident?.name}</b> },
              ...sheet.sessions
                .filter((one) => one.status === 'PLANNED')
                .map((session) => ({
                  title: <>{`${session.number} · ${day(session.startsAt)}`}{may('courses:mark_attendance') && new Date(session.startsAt) <= now() && <><br /><Button size="small" type="link" style={{ padding: 0 }} onClick={() => askRest(session.id, session.number)}>{t('sheet.rest')}</Button></>}</>,
                  width: 130,
                  render: (_: unknown, row: Row) => {
                    const found = row.marks.find((one) => one.session?.id === session.id);
                    if (!may('courses:mark_attendance') || new Date(session.startsAt) > now()) return found ? t(`sheet.marks.${found.mark}`) : <span className="muted">{t('sheet.unmarked')}</span>;
                    return (
                      <Select<AttendanceMark>
                        size="small"
                        style={{ width: 104 }}
                        disabled={isBusy}
                        aria-label={t('sheet.mark', { name: row.enrolment.resident?.name, number: session.number })}
                        placeholder={t('sheet.unmarked')}
                        value={(found?.mark ?? null) as AttendanceMark}
                        onChange={(value) => void send({ sessionId: session.id, marks: [{ enrolmentId: row.enrolment.id, mark: value }] })}
                        options={MARKS.map((one) => ({ value: one, label: t(`sheet.marks.${one}`) }))}
                      />
                    );
                  },
                })),
            ]}
          />
        )}
      </States>
    </section>
  );
}
