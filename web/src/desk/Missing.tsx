import { Button } from 'antd';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Page } from './Page';
import { Nothing } from './States';

/** Where there is no page, or none that one may see. */
export function Missing() {
  const { t } = useTranslation();
  return (
    <Page title={t('app.notFound')}>
      <Nothing title={t('app.notFound')} hint={t('app.notFoundHint')}><Link to="/">{t('app.home')}</Link></Nothing>
    </Page>
  );
}

/** Where a page fell, or its code is no longer there. */
export function Broken() {
  const { t } = useTranslation();
  return (
    <Page title={t('app.broken')}>
      <Nothing title={t('app.broken')} hint={t('app.brokenHint')}><Button type="primary" onClick={() => location.reload()}>{t('act.refresh')}</Button></Nothing>
    </Page>
  );
}
