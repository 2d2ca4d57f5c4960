import { App, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { daysAfter, isoDay } from '../../core/format';
import type { ItemOutcome, Verdict } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AddDecisionDocument, CancelCouncilDocument, RecordMinutesDocument, type CouncilPageQuery, type TaskRowFragment } from './councils.gen';
import TaskModal from './TaskModal';
import { OUTCOMES } from './tones';
import TopicModal from './TopicModal';

type Shown = NonNullable<CouncilPageQuery['council']>;
export type Open = 'cancel' | 'record' | 'decide' | { act: 'report' | 'complete'; task: TaskRowFragment } | { act: 'write'; topic: Shown['topics'][number] };
const VERDICTS: readonly Verdict[] = ['SATISFIED', 'TO_IMPROVE', 'REJECTED'];

interface Asked {
  council: Shown;
  registered: readonly { id: string; name: string }[];
  open: Open | null;
  onClose: () => void;
  onDone: () => void;
}

/** The dialogs of a council's page. */
export default function CouncilModals(asked: Asked) {
  return (
    <>
      <CancelModal {...asked} />
      <RecordModal {...asked} />
      <DecideModal {...asked} />
      <TaskModal open={typeof asked.open === 'object' && asked.open?.act !== 'write' ? asked.open : null} onClose={asked.onClose} onDone={asked.onDone} />
      <TopicModal council={asked.council} topic={typeof asked.open === 'object' && asked.open?.act === 'write' ? asked.open.topic : null} onClose={asked.onClose} onDone={asked.onDone} />
    </>
  );
}

function CancelModal({ council, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [cancel, isBusy] = useAct(CancelCouncilDocument);
  return (
    <ActModal
      open={open === 'cancel'}
      title={t('cancelOf', { title: council.title })}
      submit={t('cancel')}
      danger
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ reason }) =>
        void act.send(
          () => cancel({ input: { councilId: council.id, reason } }),
          () => {
            void message.success(t('cancelled'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="reason" label={t('cancelReason')} rules={needed(t('cancelReason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}

interface Minutes {
  text: string;
  residentsPresent: number;
  presentIds: string[];
  bodyIds: string[];
  outcomes: Record<string, ItemOutcome>;
  verdict: Verdict | null;
}

function RecordModal({ council, registered, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Minutes>();
  const [record, isBusy] = useAct(RecordMinutesDocument);
  const submit = (typed: Minutes): void =>
    void act.send(
      () =>
        record({
          input: {
            councilId: council.id,
            text: typed.text,
            residentsPresent: typed.residentsPresent,
            presentIds: typed.presentIds ?? [],
            bodyIds: typed.bodyIds ?? [],
            results: council.items.map((item) => ({ itemId: item.id, outcome: typed.outcomes[item.id] ?? 'PUT_OFF' })),
            verdict: council.kind === 'APPRAISAL' ? typed.verdict : null,
          },
        }),
      () => {
        void message.success(t('recorded'));
        onDone();
      },
    );
  return (
    <ActModal<Minutes>
      open={open === 'record'}
      title={t('record')}
      lead={council.title}
      submit={t('record')}
      width={640}
      busy={isBusy}
      act={act}
      initial={{ presentIds: registered.map((one) => one.id), bodyIds: council.bodies.map((body) => body.id), residentsPresent: registered.length }}
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item name="text" label={t('recordText')} rules={needed(t('recordText'))}><Input.TextArea rows={6} maxLength={8000} /></Form.Item>
      <div className="pair">
        <Form.Item name="residentsPresent" label={t('residentsPresent')} rules={chosen(t('residentsPresent'))}><InputNumber min={0} max={2000} style={{ width: '100%' }} /></Form.Item>
        {council.kind === 'APPRAISAL' && <Form.Item name="verdict" label={t('verdict')} rules={chosen(t('verdict'))}><Select options={VERDICTS.map((one) => ({ value: one, label: t(`verdicts.${one}`) }))} /></Form.Item>}
      </div>
      {registered.length > 0 && <Form.Item name="presentIds" label={t('present')}><Select mode="multiple" optionFilterProp="label" options={registered.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>}
      {council.bodies.length > 0 && <Form.Item name="bodyIds" label={t('bodiesPresent')}><Select mode="multiple" options={council.bodies.map((body) => ({ value: body.id, label: body.name }))} /></Form.Item>}
      <h3 style={{ fontSize: 14 }}>{t('results')}</h3>
      {council.items.map((item) => (
        <Form.Item key={item.id} name={['outcomes', item.id]} label={item.title} initialValue="SOLVED"><Select options={OUTCOMES.map((one) => ({ value: one, label: t(`outcomes.${one}`) }))} /></Form.Item>
      ))}
    </ActModal>
  );
}

interface Decision {
  text: string;
  itemId: string | null;
  title: string;
  owner: string;
  dueOn: string;
}

function DecideModal({ council, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Decision>();
  const [decide, isBusy] = useAct(AddDecisionDocument);
  const key = useActKey();
  return (
    <ActModal<Decision>
      open={open === 'decide'}
      title={t('decide')}
      lead={council.title}
      submit={t('shared:act.save')}
      width={560}
      busy={isBusy}
      act={act}
      initial={{ dueOn: daysAfter(isoDay(), 14) }}
      onClose={onClose}
      onSubmit={({ text, itemId, title, owner, dueOn }) =>
        void act.send(
          () => decide({ input: { councilId: council.id, text, itemId: itemId ?? null, tasks: [{ title, owner, dueOn }], idempotencyKey: key() } }),
          () => {
            void message.success(t('decided'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="text" label={t('decisionText')} rules={needed(t('decisionText'))}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
      <Form.Item name="itemId" label={t('agenda')}><Select allowClear options={council.items.map((item) => ({ value: item.id, label: item.title }))} /></Form.Item>
      <Form.Item name="title" label={t('taskTitle')} rules={needed(t('taskTitle'))}><Input maxLength={80} /></Form.Item>
      <div className="pair">
        <Form.Item name="owner" label={t('owner')} rules={needed(t('owner'))}><Input maxLength={40} /></Form.Item>
        <Form.Item name="dueOn" label={t('dueOn')} rules={chosen(t('dueOn'))}><DayPicker min={isoDay()} /></Form.Item>
      </div>
    </ActModal>
  );
}
