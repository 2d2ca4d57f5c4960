import { Checkbox, Rate } from 'antd';
import type { ComponentProps } from 'react';

// A form tells its fields that they are required, which can be said of no group of boxes and of no row of stars.
const GROUP = { 'aria-required': undefined };

/** Several of a few. */
export const Boxes = (props: ComponentProps<typeof Checkbox.Group>) => <Checkbox.Group {...props} {...GROUP} />;

/** A number of stars. */
export const Stars = (props: ComponentProps<typeof Rate>) => <Rate {...props} {...GROUP} />;
