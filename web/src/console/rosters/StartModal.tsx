import { Checkbox, Form, Progress, Select, Upload, type UploadFile } from 'antd';
import { InboxOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { once, upload } from '../../core/data/files';
import { useAct, useActKey } from '../../core/data/useAct';
import { percent } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { StartRosterImportDocument } from './rosters.gen';

interface Typed {
  files: UploadFile[];
  communityId: string;
  hasConsent: boolean;
  createsPlaces?: boolean;
  isComplete?: boolean;
}

/** Uploading a roster; nothing is changed before its preview was confirmed. */
export default function StartModal({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useTranslation('rosters');
  const { chosen } = useRules();
  const may = useMay();
  const act = useActForm<Typed>();
  const key = useActKey();
  const { communities } = usePlaces();
  const [share, setShare] = useState<number | null>(null);
  const [start, isStarting] = useAct(StartRosterImportDocument);
  const only = communities.length === 1 ? communities[0]?.id : undefined;

  async function submit({ files, communityId, hasConsent, createsPlaces = false, isComplete = false }: Typed): Promise<void> {
    const file = files[0]?.originFileObj;
    if (!file) return;
    act.clear();
    setShare(0);
    const sent = await once(file, () => upload(file, file.name, 'ROSTER', setShare));
    setShare(null);
    if (!sent.ok) return act.refuse({ code: 'UPLOAD', message: sent.message ?? t('uploadFailed') });
    const input = { fileId: sent.id, communityId, hasConsent, createsPlaces, isComplete, idempotencyKey: key() };
    await act.send(
      () => start({ input }),
      (made) => onDone(made.id),
    );
  }

  return (
    <ActModal<Typed> open={open} title={t('new')} submit={t('preview')} busy={isStarting || share !== null} width={560} act={act} initial={only ? { communityId: only } : {}} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="files" label={t('file')} extra={t('fileHint')} valuePropName="fileList" getValueFromEvent={(event: { fileList: UploadFile[] }) => event.fileList} rules={chosen(t('file'))}>
        <Upload.Dragger accept=".xlsx,.xls,.xlsm,.csv" maxCount={1} beforeUpload={() => false}>
          <p style={{ fontSize: 28, margin: 0 }}><InboxOutlined /></p>
          <p style={{ margin: 0 }}>{t('drop')}</p>
        </Upload.Dragger>
      </Form.Item>
      {share !== null && <Progress percent={Math.round(share * 100)} format={() => t('uploading', { percent: percent(share, 0) })} />}
      <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      {may('housing:manage_inventory') && <Form.Item name="createsPlaces" valuePropName="checked" style={{ marginBottom: 4 }}><Checkbox>{t('creates')}</Checkbox></Form.Item>}
      <Form.Item name="isComplete" valuePropName="checked" style={{ marginBottom: 4 }}><Checkbox>{t('complete')}</Checkbox></Form.Item>
      <Form.Item name="hasConsent" valuePropName="checked" rules={[{ validator: (_, is) => (is ? Promise.resolve() : Promise.reject(new Error(t('consentMissing')))) }]}><Checkbox>{t('consent')}</Checkbox></Form.Item>
    </ActModal>
  );
}
