import { App, Checkbox, Form, InputNumber } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useRules } from '../../desk/fields';
import { Boxes } from '../../desk/groups';
import { useActForm } from '../../desk/useActForm';
import { GenerateSessionsDocument } from './courses.gen';

interface Typed {
  weekdays: number[];
  starts: Dayjs;
  ends: Dayjs;
  startsOn: string | null;
  count: number | null;
  worksOnHolidays: boolean;
}

/** A term's sessions by the week; all of them are planned, or none. */
export default function GenerateModal({ course, onClose, onDone }: { course: { id: string; title: string } | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<Typed>();
  const [generate, isBusy] = useAct(GenerateSessionsDocument);
  return (
    <ActModal<Typed>
      open={course !== null}
      title={t('sessions.generateOf', { title: course?.title })}
      submit={t('sessions.generate')}
      busy={isBusy}
      act={act}
      initial={{ weekdays: [3], starts: dayjs('2000-01-01T19:00'), ends: dayjs('2000-01-01T20:30'), worksOnHolidays: false }}
      onClose={onClose}
      onSubmit={({ weekdays, starts, ends, startsOn, count, worksOnHolidays }) =>
        void act.send(
          () => generate({ input: { courseId: course?.id ?? '', times: weekdays.map((weekday) => ({ weekday, starts: starts.format('HH:mm:ss'), ends: ends.format('HH:mm:ss') })), startsOn: startsOn ?? null, count: count ?? null, worksOnHolidays } }),
          (made) => {
            void message.success(t(made.skipped.length > 0 ? 'sessions.doneSkipped' : 'sessions.done', { count: made.sessions.length, skipped: made.skipped.length }));
            onDone();
            onClose();
          },
        )
      }
    >
      <Form.Item name="weekdays" label={t('sessions.weekdays')} rules={chosen(t('sessions.weekdays'))}><Boxes options={[1, 2, 3, 4, 5, 6, 7].map((one) => ({ value: one, label: t(`sessions.days.${one}`) }))} /></Form.Item>
      <div className="pair">
        {(['starts', 'ends'] as const).map((name) => <Form.Item key={name} name={name} label={t(`sessions.${name}`)} rules={chosen(t(`sessions.${name}`))}><TimeOfDay step={5} /></Form.Item>)}
        <Form.Item name="startsOn" label={t('sessions.from')}><DayPicker clearable min={isoDay()} /></Form.Item>
        <Form.Item name="count" label={t('sessions.count')}><InputNumber min={1} max={60} style={{ width: '100%' }} /></Form.Item>
      </div>
      <Form.Item name="worksOnHolidays" valuePropName="checked"><Checkbox>{t('sessions.holidays')}</Checkbox></Form.Item>
    </ActModal>
  );
}
