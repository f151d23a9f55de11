# Start-up on QEMU's `virt` machine: all that runs before C.
    .option arch, +zicsr
    .section .boot, "ax"
    .global _start
_start:
    la      sp, stack_top
    la      t0, trap
    csrw    mtvec, t0
    j       start_c
    .align  2
trap:
    li      a0, 98
    j       _exit
