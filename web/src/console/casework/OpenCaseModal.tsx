import { App, Checkbox, Form, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { ResidentPicker } from '../stays/ResidentPicker';
import { OpenCaseDocument } from './acts.gen';
import { StationsDocument } from './casework.gen';
import type { OpenCaseInput } from '../../core/schema.gen';
import type { Asked } from './Help';
import { AREAS, RISKS, SOURCES } from './tones';

type Typed = Omit<OpenCaseInput, 'idempotencyKey' | 'helpRequestId'>;

interface Shown {
  open: boolean;
  /** What was asked for, where the case answers that. */
  answering?: Asked | null;
  onClose: () => void;
  onDone?: () => void;
}

/** Opening a case, of one's own accord or for someone who asked. */
export default function OpenCaseModal({ open, answering = null, onClose, onDone }: Shown) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const navigate = useNavigate();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [openCase, isBusy] = useAct(OpenCaseDocument);
  const stations = useData(StationsDocument, { first: 100 }, { pause: !open, policy: 'cache-first' });
  const found = stations.kind === 'data' ? stations.data.stations.edges.map(({ node }) => node) : [];
  if (open && stations.kind === 'loading') return null;
  return (
    <ActModal<Typed>
      open={open}
      title={answering ? t('open.for', { name: answering.resident?.name }) : t('open.title')}
      lead={answering?.text ?? t('open.lead')}
      submit={t('open.submit')}
      busy={isBusy}
      width={560}
      act={act}
      initial={{ risk: answering?.isUrgent ? 'HIGH' : 'LOW', source: answering ? 'SELF' : 'STAFF', problem: answering?.text ?? '', ...(answering?.resident ? { residentId: answering.resident.id } : {}), ...((answering?.station ?? found[0]) ? { stationId: answering?.station?.id ?? (found[0]?.id as string) } : {}) }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => openCase({ input: { ...typed, helpRequestId: answering?.id ?? null, hasNameHidden: typed.hasNameHidden ?? false, isSeparate: typed.isSeparate ?? false, idempotencyKey: key() } }),
          (made) => {
            void message.success(t('open.done', { code: made.caseCode }));
            onClose();
            onDone?.();
            void navigate(`/cases/${encodeURIComponent(made.id)}`);
          },
        )
      }
    >
      <Form.Item name="residentId" label={t('open.person')} rules={chosen(t('open.person'))}><ResidentPicker known={answering?.resident ? [answering.resident] : []} /></Form.Item>
      <div className="pair">
        <Form.Item name="stationId" label={t('station')} rules={chosen(t('station'))}><Select options={found.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
        <Form.Item name="area" label={t('area')} rules={chosen(t('area'))}><Select options={AREAS.map((value) => ({ value, label: t(`areas.${value}`) }))} /></Form.Item>
        <Form.Item name="source" label={t('source')}><Select options={SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))} /></Form.Item>
        <Form.Item name="risk" label={t('risk')}><Segmented block options={RISKS.map((value) => ({ value, label: t(`risks.${value}`) }))} /></Form.Item>
      </div>
      <Form.Item name="problem" label={t('problem')} extra={t('problemHint')} rules={needed(t('problem'))}><Input.TextArea rows={4} maxLength={20_000} /></Form.Item>
      <Form.Item name="hasNameHidden" valuePropName="checked" style={{ marginBottom: 4 }}><Checkbox>{t('hideName')}</Checkbox></Form.Item>
      <Form.Item name="isSeparate" valuePropName="checked"><Checkbox>{t('open.separate')}</Checkbox></Form.Item>
    </ActModal>
  );
}
