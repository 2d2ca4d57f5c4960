import { App, Checkbox, Form, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useActKey, useAct, type Outcome } from '../../../core/data/useAct';
import { useData } from '../../../core/data/useData';
import type { CaseOutcome, CasePhase, CaseRelation, ConsentForm, ConsentPurpose, RiskLevel, ServiceArea } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { useRules } from '../../../desk/fields';
import { Stars } from '../../../desk/groups';
import { useActForm } from '../../../desk/useActForm';
import { AssignCaseDocument, CloseCaseDocument, LinkCasesDocument, RaiseCrisisDocument, RecordConsentDocument, ReferCaseDocument, ReopenCaseDocument, RequestApprovalDocument, RequestTransferDocument, ReturnCaseDocument, UnassignCaseDocument, UpdateCaseDocument, WithdrawConsentDocument } from '../acts.gen';
import { type CaseWholeFragment } from './case.gen';
import { CasesDocument, StationsDocument } from '../casework.gen';
import { AREAS, FORMS, OUTCOMES, PHASES, PURPOSES, RELATIONS, RISKS } from '../tones';
import { useStale } from './useStale';

export type CaseAct = 'change' | 'return' | 'assign' | 'unassign' | 'consent' | 'withdraw' | 'transfer' | 'refer' | 'crisis' | 'link' | 'end' | 'close' | 'reopen';

interface Typed {
  risk: RiskLevel;
  area: ServiceArea;
  hasNameHidden: boolean;
  problem: string;
  phase: CasePhase;
  reason: string;
  note: string;
  workerId: string;
  role: 'PRIMARY' | 'MEMBER';
  purpose: ConsentPurpose;
  form: ConsentForm;
  stationId: string;
  agency: string;
  otherCaseId: string;
  relation: CaseRelation;
  outcome: CaseOutcome;
  satisfaction: number;
  isForFamily: boolean;
}

/** Whatever an act made. */
type Made = { made: { __typename: string } };
type Sent = Outcome<Made>;
type Send = (act: CaseAct, typed: Typed) => Promise<Sent>;

function useSend(of: CaseWholeFragment): [Send, boolean] {
  const key = useActKey();
  const [update, a] = useAct(UpdateCaseDocument);
  const [goBack, b] = useAct(ReturnCaseDocument);
  const [assign, c] = useAct(AssignCaseDocument);
  const [unassign, d] = useAct(UnassignCaseDocument);
  const [record, e] = useAct(RecordConsentDocument);
  const [withdraw, f] = useAct(WithdrawConsentDocument);
  const [transfer, g] = useAct(RequestTransferDocument);
  const [refer, h] = useAct(ReferCaseDocument);
  const [raise, i] = useAct(RaiseCrisisDocument);
  const [link, j] = useAct(LinkCasesDocument);
  const [close, k] = useAct(CloseCaseDocument);
  const [reopen, l] = useAct(ReopenCaseDocument);
  const [lay, m] = useAct(RequestApprovalDocument);
  const caseId = of.id;
  const ways: Readonly<Record<CaseAct, (typed: Typed) => Promise<Sent>>> = {
    change: ({ risk, area, hasNameHidden, problem }) => update({ input: { caseId, version: of.version ?? 0, risk, area, hasNameHidden, problem: problem === of.content?.problem ? null : problem } }),
    return: ({ phase, reason }) => goBack({ input: { caseId, phase, reason } }),
    assign: ({ workerId, role }) => assign({ input: { caseId, workerId, role } }),
    unassign: ({ workerId }) => unassign({ input: { caseId, workerId } }),
    consent: ({ purpose, form }) => record({ input: { caseId, purpose, form } }),
    withdraw: ({ purpose }) => withdraw({ input: { caseId, purpose } }),
    transfer: ({ stationId, workerId, reason }) => transfer({ input: { caseId, stationId, workerId: workerId ?? null, reason, idempotencyKey: key() } }),
    refer: ({ agency, reason }) => refer({ input: { caseId, agency, reason, idempotencyKey: key() } }),
    crisis: ({ note }) => raise({ input: { caseId, note } }),
    link: ({ otherCaseId, relation }) => link({ input: { caseId, otherCaseId, relation } }),
    end: () => lay({ input: { caseId, subject: 'CLOSURE', idempotencyKey: key() } }),
    close: ({ outcome, reason, satisfaction, isForFamily }) => close({ input: { caseId, outcome, reason, satisfaction: satisfaction || null, isForFamily: isForFamily ?? false } }),
    reopen: ({ reason }) => reopen({ input: { caseId, reason } }),
  };
  return [(act, typed) => ways[act](typed), [a, b, c, d, e, f, g, h, i, j, k, l, m].some(Boolean)];
}

/** One act on a case: which fields it has depends on the act. */
export default function ActOnCase({ of, act, onClose, onDone }: { of: CaseWholeFragment; act: CaseAct | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const form = useActForm<Typed>();
  const stale = useStale();
  const [send, isBusy] = useSend(of);
  const submit = async (typed: Typed): Promise<void> => {
    if (!act) return;
    await form.send<Made>(
      async () => stale<Made>(await send(act, typed)),
      () => {
        void message.success(t('done'));
        onClose();
        onDone();
      },
    );
  };
  return (
    <ActModal<Typed>
      open={act !== null}
      title={act && t('actOf', { act: t(`do.${act}`), code: of.code })}
      lead={act && t(`hints.${act}`)}
      submit={act ? t(`do.${act}`) : ''}
      danger={act === 'close' || act === 'crisis' || act === 'unassign'}
      busy={isBusy}
      width={520}
      act={form}
      initial={{ ...(of.risk ? { risk: of.risk } : {}), ...(of.area ? { area: of.area } : {}), hasNameHidden: of.hasNameHidden ?? false, problem: of.content?.problem ?? '', role: 'PRIMARY', purpose: 'SERVICE', form: 'WRITTEN', relation: 'FAMILY' }}
      onClose={onClose}
      onSubmit={(typed) => void submit(typed)}
    >
      {act && <Fields act={act} of={of} />}
    </ActModal>
  );
}

const WITH_REASON: readonly CaseAct[] = ['return', 'transfer', 'refer', 'close', 'reopen'];

function Fields({ act, of }: { act: CaseAct; of: CaseWholeFragment }) {
  const { t } = useTranslation('casework');
  const { needed, chosen } = useRules();
  const stationId = Form.useWatch('stationId') as string | undefined;
  const stations = useData(StationsDocument, { first: 100 }, { pause: !['assign', 'unassign', 'transfer'].includes(act), policy: 'cache-first' });
  const others = useData(CasesDocument, { filter: { isMine: true }, first: 100 }, { pause: act !== 'link' });
  const found = stations.kind === 'data' ? stations.data.stations.edges.map(({ node }) => node) : [];
  const here = found.find((one) => one.id === (act === 'transfer' ? stationId : of.station?.id))?.workers ?? [];
  const names = of.workers.map((one) => one.name);
  const workers = act === 'unassign' ? here.filter((one) => names.includes(one.name)) : act === 'assign' ? here.filter((one) => !names.includes(one.name)) : here;
  const current = of.consents.filter((one) => !one.withdrawnAt).map((one) => one.purpose);
  const purposes = PURPOSES.filter((one) => current.includes(one) === (act === 'withdraw'));
  const kin = of.links.filter((one) => one.relation !== 'SAME_MATTER' && one.other?.status === 'OPEN').length;
  const outcome = Form.useWatch('outcome') as CaseOutcome | undefined;
  return (
    <>
      {act === 'change' && (
        <>
          <Form.Item name="risk" label={t('risk')}><Segmented block options={RISKS.map((value) => ({ value, label: t(`risks.${value}`) }))} /></Form.Item>
          <Form.Item name="area" label={t('area')}><Segmented block options={AREAS.map((value) => ({ value, label: t(`areas.${value}`) }))} /></Form.Item>
          <Form.Item name="problem" label={t('problem')} rules={needed(t('problem'))}><Input.TextArea rows={5} maxLength={20_000} /></Form.Item>
          <Form.Item name="hasNameHidden" valuePropName="checked"><Checkbox>{t('hideName')}</Checkbox></Form.Item>
        </>
      )}
      {act === 'return' && <Form.Item name="phase" label={t('phase')} rules={chosen(t('phase'))}><Select options={PHASES.slice(0, PHASES.indexOf(of.phase ?? 'INTAKE')).map((value) => ({ value, label: t(`phases.${value}`) }))} /></Form.Item>}
      {act === 'transfer' && <Form.Item name="stationId" label={t('station')} rules={chosen(t('station'))}><Select loading={stations.kind === 'loading'} options={found.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>}
      {['assign', 'unassign', 'transfer'].includes(act) && <Form.Item name="workerId" label={t(act === 'transfer' ? 'toWorker' : 'worker')} {...(act === 'transfer' ? {} : { rules: chosen(t('worker')) })}><Select allowClear loading={stations.kind === 'loading'} options={workers.map((one) => ({ value: one.id, label: `${one.name} · ${t(`stationRoles.${one.role}`)}` }))} /></Form.Item>}
      {act === 'assign' && <Form.Item name="role" label={t('as')}><Segmented block options={(['PRIMARY', 'MEMBER'] as const).map((value) => ({ value, label: t(`roles.${value}`) }))} /></Form.Item>}
      {(act === 'consent' || act === 'withdraw') && <Form.Item name="purpose" label={t('purpose')} rules={chosen(t('purpose'))}><Select options={purposes.map((value) => ({ value, label: t(`purposes.${value}`) }))} /></Form.Item>}
      {act === 'consent' && <Form.Item name="form" label={t('how')}><Segmented block options={FORMS.map((value) => ({ value, label: t(`forms.${value}`) }))} /></Form.Item>}
      {act === 'refer' && <Form.Item name="agency" label={t('agency')} rules={needed(t('agency'))}><Input maxLength={200} /></Form.Item>}
      {act === 'crisis' && <Form.Item name="note" label={t('crisis.what')} rules={needed(t('crisis.what'))}><Input.TextArea rows={4} maxLength={4000} /></Form.Item>}
      {act === 'link' && (
        <>
          <Form.Item name="otherCaseId" label={t('otherCase')} rules={chosen(t('otherCase'))}><Select showSearch={{ optionFilterProp: 'label' }} loading={others.kind === 'loading'} options={others.kind === 'data' ? others.data.cases.edges.filter(({ node }) => node.id !== of.id).map(({ node }) => ({ value: node.id, label: [node.code, node.resident?.name].filter(Boolean).join(' · ') })) : []} /></Form.Item>
          <Form.Item name="relation" label={t('relation')}><Segmented block options={RELATIONS.map((value) => ({ value, label: t(`relations.${value}`) }))} /></Form.Item>
        </>
      )}
      {act === 'close' && <Form.Item name="outcome" label={t('outcome')} rules={chosen(t('outcome'))}><Select options={OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) }))} /></Form.Item>}
      {WITH_REASON.includes(act) && <Form.Item name="reason" label={t('reason')} rules={needed(t('reason'))}><Input.TextArea rows={4} maxLength={4000} /></Form.Item>}
      {act === 'close' && outcome !== 'DECEASED' && <Form.Item name="satisfaction" label={t('satisfaction')} extra={t('satisfactionHint')}><Stars /></Form.Item>}
      {act === 'close' && kin > 0 && <Form.Item name="isForFamily" valuePropName="checked" extra={t('forFamilyHint')}><Checkbox>{t('forFamily', { count: kin })}</Checkbox></Form.Item>}
    </>
  );
}
