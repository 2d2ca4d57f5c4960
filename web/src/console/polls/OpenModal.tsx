import { App, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { atShanghai, daysAfter, isoDay } from '../../core/format';
import type { PassRule, PollKind, TieRule, VoterUnit } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CommunityField } from '../housing/CommunityField';
import { ofCommunity, type Asked } from '../housing/asked';
import type { Community } from '../housing/usePlaces';
import { OpenPollDocument } from './polls.gen';

const KINDS: readonly PollKind[] = ['SINGLE', 'MULTIPLE', 'RANKED', 'BUDGET'];
const COSTED = /^(.*\S)\s+(\d+)$/;
const UNITS: readonly VoterUnit[] = ['RESIDENT', 'SUITE', 'BED'];
const PASS: readonly PassRule[] = ['PLURALITY', 'MAJORITY', 'TWO_THIRDS', 'MAJORITY_OF_VOTERS'];
const TIE: readonly TieRule[] = ['NOT_DECIDED', 'NAMED_FIRST', 'LOT'];

interface Typed {
  communityId: string;
  buildingId?: string;
  title: string;
  question: string;
  options: string;
  kind: PollKind;
  voters: VoterUnit;
  mostChoices: number;
  budget?: number;
  leastPercent?: number;
  quorumPercent: number;
  passRule: PassRule;
  tieRule: TieRule;
  closesOn: string;
  closesTime: Dayjs;
}

/** Opening a poll fixes its electorate and all its rules. */
export default function OpenModal({ open, communities, communityId, onClose, onDone }: Asked<Community> & { onDone: (id: string) => void }) {
  const { t } = useTranslation('polls');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [openPoll, isBusy] = useAct(OpenPollDocument);
  const where = Form.useWatch('communityId', act.form);
  const buildings = communities.find((one) => one.id === where)?.buildings ?? [];

  const submit = ({ options, closesOn, closesTime, mostChoices, budget, leastPercent, ...typed }: Typed): void => {
    const lines = options.split('\n').map((line) => line.trim()).filter(Boolean);
    const isBudget = typed.kind === 'BUDGET';
    void act.send(
      () =>
        openPoll({
          input: {
            ...typed,
            buildingId: typed.buildingId ?? null,
            idempotencyKey: key(),
            options: isBudget ? lines.map((line) => COSTED.exec(line)?.[1] ?? line) : lines,
            ...(isBudget ? { budget: budget ?? null, leastPercent: leastPercent ?? 0, costs: lines.flatMap((line) => COSTED.exec(line)?.[2] ?? []).map(Number) } : {}),
            mostChoices: typed.kind === 'MULTIPLE' || isBudget ? mostChoices : 1,
            closesAt: atShanghai(closesOn, closesTime.format('HH:mm')),
          },
        }),
      (made) => {
        void message.success(t('created', { title: made.title, count: made.votersCount }));
        onDone(made.id);
      },
    );
  };

  return (
    <ActModal<Typed>
      open={open}
      title={t('create')}
      lead={t('createLead')}
      submit={t('create')}
      width={620}
      busy={isBusy}
      act={act}
      initial={{ kind: 'SINGLE', voters: 'RESIDENT', mostChoices: 2, quorumPercent: 50, passRule: 'MAJORITY', tieRule: 'NOT_DECIDED', closesOn: daysAfter(isoDay(), 7), closesTime: dayjs('2026-01-01T20:00'), ...ofCommunity({ communities, communityId }) }}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="pair">
        <CommunityField communities={communities} onChange={() => act.form.resetFields(['buildingId'])} />
        <Form.Item name="buildingId" label={t('area')} extra={t('areaHint')}><Select allowClear placeholder={t('wholeCommunity')} options={buildings.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      </div>
      <Form.Item name="title" label={t('titleOf')} rules={needed(t('titleOf'))}><Input maxLength={80} /></Form.Item>
      <Form.Item name="question" label={t('question')} rules={needed(t('question'))}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
      <Form.Item noStyle shouldUpdate={(before: Typed, after: Typed) => before.kind !== after.kind}>
        {({ getFieldValue }) => <Form.Item name="options" label={t('options')} extra={t(getFieldValue('kind') === 'BUDGET' ? 'costsHint' : 'optionsHint')} rules={needed(t('options'))}><Input.TextArea rows={3} /></Form.Item>}
      </Form.Item>
      <div className="pair">
        <Form.Item name="kind" label={t('kind')}><Select options={KINDS.map((one) => ({ value: one, label: t(`kinds.${one}`) }))} /></Form.Item>
        <Form.Item noStyle shouldUpdate={(before: Typed, after: Typed) => before.kind !== after.kind}>
          {({ getFieldValue }) => ['MULTIPLE', 'BUDGET'].includes(getFieldValue('kind') as string) && <Form.Item name="mostChoices" label={t('mostChoices')}><InputNumber min={1} max={20} style={{ width: '100%' }} /></Form.Item>}
        </Form.Item>
        <Form.Item noStyle shouldUpdate={(before: Typed, after: Typed) => before.kind !== after.kind}>
          {({ getFieldValue }) => getFieldValue('kind') === 'BUDGET' && (
            <>
              <Form.Item name="budget" label={t('budget')} rules={chosen(t('budget'))}><InputNumber min={1} precision={0} style={{ width: '100%' }} /></Form.Item>
              <Form.Item name="leastPercent" label={t('leastPercent')}><InputNumber min={0} max={100} style={{ width: '100%' }} /></Form.Item>
            </>
          )}
        </Form.Item>
        <Form.Item name="voters" label={t('unit')} extra={t('unitHint')}><Select options={UNITS.map((one) => ({ value: one, label: t(`units.${one}`) }))} /></Form.Item>
        <Form.Item name="quorumPercent" label={t('quorum')}><InputNumber min={0} max={100} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="passRule" label={t('passRule')}><Select options={PASS.map((one) => ({ value: one, label: t(`passRules.${one}`) }))} /></Form.Item>
        <Form.Item name="tieRule" label={t('tieRule')}><Select options={TIE.map((one) => ({ value: one, label: t(`tieRules.${one}`) }))} /></Form.Item>
        <Form.Item name="closesOn" label={t('closesOn')} rules={chosen(t('closesOn'))}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="closesTime" label={t('closesTime')} rules={chosen(t('closesTime'))}><TimeOfDay step={30} /></Form.Item>
      </div>
    </ActModal>
  );
}
