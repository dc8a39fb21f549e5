import { createLink } from '@tanstack/react-router';
import { ArrowLeft, type LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { cx } from '@/lib/cx';

export type ButtonVariant = 'solid' | 'outline' | 'text' | 'danger' | 'danger-outline';
export type ButtonSize = 'lg' | 'md' | 'sm';

interface Look {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  iconEnd?: LucideIcon;
  /** Takes the whole width of its place. */
  wide?: boolean;
}

const variants: Record<ButtonVariant, string> = {
  solid: 'bg-key-900 text-white border-transparent hover:bg-key-1000 active:bg-key-1200 hover:underline',
  outline: 'bg-white text-key-900 border-current hover:bg-key-50 active:bg-key-100 hover:underline',
  text: 'bg-transparent text-key-900 border-transparent underline hover:bg-key-50 active:bg-key-100 hover:decoration-[3px]',
  danger: 'bg-error-2 text-white border-transparent hover:bg-red-1000 active:bg-red-1100 hover:underline',
  'danger-outline': 'bg-white text-error-2 border-current hover:bg-red-50 active:bg-red-100 hover:underline',
};

const sizes: Record<ButtonSize, string> = {
  lg: 'min-h-14 min-w-34 px-5 py-3',
  md: 'min-h-12 min-w-24 px-4 py-2',
  sm: 'min-h-11 min-w-18 px-3 py-1.5 text-[0.9375rem]',
};

const off =
  'aria-disabled:bg-solid-gray-50 aria-disabled:text-solid-gray-600 aria-disabled:border-solid-gray-300 aria-disabled:no-underline';

function lookOf({ variant = 'solid', size = 'md', wide }: Look, className?: string): string {
  return cx(
    'inline-flex items-center justify-center gap-2 rounded-8 border text-center font-bold leading-140 underline-offset-[0.1875rem]',
    variants[variant],
    sizes[size],
    off,
    wide && 'w-full',
    className,
  );
}

function Face({ icon: Icon, iconEnd: IconEnd, children }: Pick<Look, 'icon' | 'iconEnd'> & { children?: ReactNode }) {
  return (
    <>
      {Icon && <Icon aria-hidden size="1.25em" className="shrink-0" />}
      <span>{children}</span>
      {IconEnd && <IconEnd aria-hidden size="1.25em" className="shrink-0" />}
    </>
  );
}

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> &
  Look & {
    /** Cannot be pressed now, but keeps its place in the tab order; say beside it why. */
    disabled?: boolean;
    /** The press is being carried out: shown, announced, and further presses ignored. */
    busy?: boolean;
  };

export function Button({
  variant,
  size,
  icon,
  iconEnd,
  wide,
  disabled,
  busy,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const inert = disabled || busy;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (inert) {
      event.preventDefault();
      return;
    }
    onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      className={lookOf({ variant, size, wide }, className)}
      aria-disabled={inert || undefined}
      aria-busy={busy || undefined}
      data-busy={busy || undefined}
      onClick={press}
    >
      <Face icon={icon} iconEnd={iconEnd}>
        {rest.children}
      </Face>
    </button>
  );
}

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & { icon: LucideIcon; label: string };

/** A button with a picture only; its label is spoken and shown on hover. */
export function IconButton({ icon: Icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-8 text-solid-gray-800 hover:bg-solid-gray-50 active:bg-solid-gray-100',
        className,
      )}
    >
      <Icon aria-hidden size="1.375rem" />
    </button>
  );
}

function ButtonAnchor({
  variant,
  size,
  icon,
  iconEnd,
  wide,
  className,
  children,
  ...rest
}: ComponentProps<'a'> & Look) {
  return (
    <a {...rest} className={lookOf({ variant, size, wide }, cx('no-underline', className))}>
      <Face icon={icon} iconEnd={iconEnd}>
        {children}
      </Face>
    </a>
  );
}

/** A link that looks like a button: takes the router's `to`, `params`, `search`. */
export const LinkButton = createLink(ButtonAnchor);

function TextAnchor({ className, ...rest }: ComponentProps<'a'>) {
  return (
    <a
      {...rest}
      className={cx(
        'text-key-1000 underline underline-offset-[0.1875rem] hover:text-key-900 hover:decoration-[3px] active:text-orange-800',
        className,
      )}
    />
  );
}

/** A link in running text. */
export const TextLink = createLink(TextAnchor);

function BackAnchor({ children, ...rest }: ComponentProps<'a'>) {
  return (
    <TextAnchor {...rest}>
      <ArrowLeft aria-hidden size="1em" className="mr-1 inline align-[-0.1em]" />
      {children}
    </TextAnchor>
  );
}

/** Above a page's title: to the list it belongs to. */
export const BackLink = createLink(BackAnchor);
