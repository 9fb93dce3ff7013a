import { linearAxis, logAxis, type AxisMode, type ValueAxis } from './value-axis.ts';

/** The same axis lying down: px grow to the right. */
export function horizontalAxis(
  mode: AxisMode,
  min: number,
  max: number,
  left: number,
  right: number,
): ValueAxis {
  const length = right - left;
  const upright = mode === 'linear' ? linearAxis(max, 0, length) : logAxis(min, max, 0, length);
  return {
    ...upright,
    toPx: (value) => right - upright.toPx(value),
    toValue: (px) => upright.toValue(right - px),
  };
}
