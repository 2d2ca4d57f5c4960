import { App, Button, Form, Input, Select, Upload, type UploadFile } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { ReportOnRoundDocument } from './patrols.gen';
import { sentPhotos } from '../../desk/photos';
import type { Point } from './Round';
import { useCategories } from './useCategories';
import { useUnits } from './useUnits';

interface Typed {
  categoryId: string;
  text: string;
  photos: UploadFile[];
  partnerId?: string;
}

/** What was found at a point of a round, with a photo; it is the round's and the point's from the start. */
export default function ReportAt({ roundId, point, onClose }: { roundId: string; point: Point | null; onClose: () => void }) {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const { options } = useCategories();
  const units = useUnits(point !== null);
  const form = useActForm<Typed>();
  const key = useActKey();
  const [report, isReporting] = useAct(ReportOnRoundDocument);
  const [isSending, setIsSending] = useState(false);
  async function submit({ categoryId, text, photos, partnerId }: Typed): Promise<void> {
    if (!point) return;
    setIsSending(true);
    const photoIds = await sentPhotos(photos ?? []).catch(() => null).finally(() => setIsSending(false));
    if (!photoIds) return form.refuse({ code: 'UNREACHED', message: t('form.uploadFailed'), field: ['photos'] });
    await form.send(
      () => report({ input: { categoryId, text, photoIds, placeId: point.id, roundId, partnerId: partnerId ?? null, terms: 'STANDARD', isPrivate: false, idempotencyKey: key() } }),
      () => {
        void message.success(t('patrol.reported'));
        onClose();
      },
    );
  }
  return (
    <ActModal<Typed> open={point !== null} title={point && t('patrol.reportAt', { name: point.name })} submit={t('patrol.report')} busy={isReporting || isSending} act={form} initial={{ photos: [] }} onSubmit={(typed) => void submit(typed)} onClose={onClose}>
      <Form.Item name="categoryId" label={t('category')} rules={chosen(t('category'))}><Select options={options} /></Form.Item>
      <Form.Item name="text" label={t('what')} rules={needed(t('what'))}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
      <Form.Item name="photos" label={t('patrol.photos')} valuePropName="fileList" getValueFromEvent={(event: { fileList: UploadFile[] }) => event.fileList}>
        <Upload accept="image/*" capture="environment" multiple maxCount={6} listType="picture" beforeUpload={() => false}><Button>{t('form.addPhoto')}</Button></Upload>
      </Form.Item>
      <Form.Item name="partnerId" label={t('patrol.partner')} extra={t('patrol.partnerHint')}><Select allowClear options={units} /></Form.Item>
    </ActModal>
  );
}
