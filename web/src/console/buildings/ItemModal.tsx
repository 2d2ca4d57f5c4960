import { App, Button, Checkbox, Form, Input, Upload, type UploadFile } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey, type Outcome } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { sentPhotos } from '../../desk/photos';
import { useActForm } from '../../desk/useActForm';
import type { Recording } from './Buildings';
import { RecordModelItemDocument, type RecordModelItemMutation } from './buildings.gen';

interface Typed {
  isMet: boolean;
  note: string;
  photos: UploadFile[];
}

/** One of the eight: what there is, whether it is met, and photos that show it. */
export default function ItemModal({ of, onClose }: { of: Recording | null; onClose: () => void }) {
  const { t } = useTranslation('buildings');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const [record, isRecording] = useAct(RecordModelItemDocument);
  const key = useActKey();
  const [isSending, setIsSending] = useState(false);
  const said = of?.building.items.find((one) => one.item === of.item);
  const isMet = Form.useWatch('isMet', act.form);
  async function send({ note, photos, isMet: met }: Typed, { building, item }: Recording): Promise<Outcome<RecordModelItemMutation>> {
    setIsSending(true);
    const evidenceIds = await sentPhotos(photos ?? []).catch(() => null).finally(() => setIsSending(false));
    if (!evidenceIds) return { ok: false, problem: { code: 'UNREACHED', message: t('uploadFailed'), field: ['photos'] } };
    return record({ input: { modelBuildingId: building.id, item, isMet: met, note, evidenceIds, idempotencyKey: key() } });
  }
  return (
    <ActModal<Typed>
      open={of !== null}
      title={of && t('recordOf', { name: of.building.buildingName ?? t('unknown'), item: t(`items.${of.item}`) })}
      lead={t('recordHint')}
      submit={t('shared:act.save')}
      width={560}
      busy={isSending || isRecording}
      act={act}
      {...(of ? { initial: { isMet: said?.isMet ?? true, note: said?.note ?? '', photos: [] } } : {})}
      onClose={onClose}
      onSubmit={(typed) =>
        of &&
        void act.send(
          () => send(typed, of),
          () => {
            void message.success(t('saved'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="note" label={t('note')} rules={needed(t('note'))}><Input.TextArea rows={4} maxLength={2000} showCount /></Form.Item>
      <Form.Item name="photos" label={t('evidence')} extra={said && said.evidenceCount > 0 ? t('evidenceAnew', { count: said.evidenceCount }) : t('evidenceHint')} valuePropName="fileList" getValueFromEvent={(event: { fileList: UploadFile[] }) => event.fileList} rules={isMet ? chosen(t('evidence')) : []}>
        <Upload accept="image/jpeg,image/png" multiple maxCount={9} listType="picture" beforeUpload={() => false}><Button>{t('addPhoto')}</Button></Upload>
      </Form.Item>
      <Form.Item name="isMet" valuePropName="checked"><Checkbox>{t('isMetNow')}</Checkbox></Form.Item>
    </ActModal>
  );
}
