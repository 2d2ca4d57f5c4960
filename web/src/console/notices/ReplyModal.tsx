import { Button, Form, Input, Progress, Upload, type UploadFile } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { once, upload } from '../../core/data/files';
import { useAct, useActKey } from '../../core/data/useAct';
import { percent } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import type { NoticeCardFragment } from '../../desk/notices/notice.gen';
import { useActForm } from '../../desk/useActForm';
import { ReplyToNoticeDocument } from './notices.gen';

interface Typed {
  text: string;
  photos: UploadFile[];
}

const MOST_PHOTOS = 9;

/** Answering a notice, with photos that show what was done. */
export default function ReplyModal({ notice, onClose, onDone }: { notice: NoticeCardFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('notices');
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const [share, setShare] = useState<number | null>(null);
  const key = useActKey();
  const [reply, isBusy] = useAct(ReplyToNoticeDocument);

  async function sent(photos: readonly UploadFile[]): Promise<string[] | null> {
    const ids: string[] = [];
    for (const [at, photo] of photos.entries()) {
      const file = photo.originFileObj;
      if (!file) continue;
      // One after another: a phone's line is narrow, and the order stays.
      const made = await once(file, () => upload(file, photo.name, 'PHOTO', (part) => setShare((at + part) / photos.length))); // oxlint-disable-line no-await-in-loop
      if (made.ok) ids.push(made.id);
      else {
        act.refuse({ code: 'UPLOAD', message: made.message ?? t('uploadFailed') });
        return null;
      }
    }
    return ids;
  }

  async function submit({ text, photos }: Typed): Promise<void> {
    act.clear();
    setShare(0);
    const evidenceIds = await sent(photos);
    setShare(null);
    if (evidenceIds) await act.send(() => reply({ input: { noticeId: notice.id, text, evidenceIds, idempotencyKey: key() } }), onDone);
  }

  return (
    <ActModal<Typed> open title={t('replyTo', { title: notice.title })} submit={t('reply')} busy={isBusy || share !== null} width={560} act={act} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="text" label={t('done')} rules={needed(t('done'))}><Input.TextArea rows={5} maxLength={2000} showCount /></Form.Item>
      <Form.Item name="photos" label={t('photos')} extra={t('photosHint')} valuePropName="fileList" getValueFromEvent={(event: { fileList: UploadFile[] }) => event.fileList} rules={chosen(t('photos'))}>
        <Upload accept="image/jpeg,image/png" multiple maxCount={MOST_PHOTOS} beforeUpload={() => false} listType="picture"><Button>{t('choosePhotos')}</Button></Upload>
      </Form.Item>
      {share !== null && <Progress percent={Math.round(share * 100)} format={() => percent(share, 0)} />}
    </ActModal>
  );
}
