// Start-up on QEMU's `sim` machine. The processor begins at 0x50000000. An l32r reads only what lies before it: so a
// jump comes first, then the literals, then the code.
    .section .boot.first, "ax"
    .global _start
    .align 4
_start:
    j       start

    .section .boot, "ax"
    .literal_position
    .align 4
start:
    movi    a1, stack_top
    movi    a2, 0x20              // user vectors, no interrupts masked, no exception
    wsr     a2, ps
    rsync
    movi    a0, start_c
    callx0  a0

// Exceptions end the run with a status of their own: an unaligned access is a user exception.
    .section .vectors, "ax"
    .org    0x30
    movi    a3, 97                // kernel
    movi    a2, 1
    simcall
    .org    0x50
    movi    a3, 98                // user
    movi    a2, 1
    simcall
    .org    0x70
    movi    a3, 99                // double
    movi    a2, 1
    simcall
