//! Where a pickle is written: memory or a file, from protocol 4 on in frames. A frame is as many
//! instructions as make 64 KiB; what is that large by itself stands outside of frames.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::op;

const FRAME_TARGET: usize = 64 * 1024;
/// Fewer bytes are not worth a frame.
const FRAME_MIN: usize = 4;
/// The instruction and its length.
const FRAME_HEADER: usize = 9;

pub(super) struct Output {
    bytes: Vec<u8>,
    framing: bool,
    /// Where the present frame's header stands.
    frame: Option<usize>,
    /// What to call with finished parts.
    write: Option<Value>,
}

impl Output {
    pub(super) fn new(write: Option<Value>) -> Output {
        Output { bytes: Vec::new(), framing: false, frame: None, write }
    }

    pub(super) fn start_frames(&mut self) {
        self.framing = true;
    }

    fn push(&mut self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        if self.bytes.capacity() - self.bytes.len() < bytes.len() {
            vm.reserve(&mut self.bytes, Some(bytes.len()))?;
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Writes one instruction, or a part of one.
    pub(super) fn put(&mut self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.bytes.len());
            self.push(vm, &[0; FRAME_HEADER])?;
        }
        self.push(vm, bytes)
    }

    pub(super) fn op(&mut self, vm: &Vm, op: u8) -> PyResult<()> {
        self.put(vm, &[op])
    }

    /// Writes an instruction with much data behind it; `whole` is an object of just that data.
    pub(super) fn put_data(
        &mut self,
        vm: &Vm,
        header: &[u8],
        data: &[u8],
        whole: Option<&Value>,
    ) -> PyResult<()> {
        if data.len() < FRAME_TARGET {
            self.put(vm, header)?;
            return self.put(vm, data);
        }
        self.end_frame();
        let framing = std::mem::replace(&mut self.framing, false);
        self.push(vm, header)?;
        match (self.write.clone(), whole) {
            (Some(write), Some(whole)) => {
                self.flush(vm)?;
                vm.call(&write, std::slice::from_ref(whole))?;
            }
            (Some(write), None) => {
                let data = vm.new_bytes(data.to_vec());
                self.flush(vm)?;
                vm.call(&write, &[data])?;
            }
            (None, _) => self.push(vm, data)?,
        }
        self.framing = framing;
        Ok(())
    }

    /// Between two instructions: a frame that is large enough ends.
    pub(super) fn boundary(&mut self, vm: &Vm) -> PyResult<()> {
        let Some(start) = self.frame else { return Ok(()) };
        if self.bytes.len() - start - FRAME_HEADER < FRAME_TARGET {
            return Ok(());
        }
        self.end_frame();
        if self.write.is_some() { self.flush(vm) } else { Ok(()) }
    }

    /// Completes the header of the present frame, or drops it if there is hardly anything behind it.
    fn end_frame(&mut self) {
        let Some(start) = self.frame.take() else { return };
        let len = self.bytes.len() - start - FRAME_HEADER;
        if len < FRAME_MIN {
            self.bytes.drain(start..start + FRAME_HEADER);
            return;
        }
        if let Some((first, length)) = self
            .bytes
            .get_mut(start..start + FRAME_HEADER)
            .and_then(|header| header.split_first_mut())
        {
            *first = op::FRAME;
            length.copy_from_slice(&(len as u64).to_le_bytes());
        }
    }

    fn flush(&mut self, vm: &Vm) -> PyResult<()> {
        let bytes = std::mem::take(&mut self.bytes);
        if let Some(write) = self.write.clone() {
            vm.call(&write, &[vm.new_bytes(bytes)])?;
        }
        Ok(())
    }

    /// Ends the pickle: the bytes, unless they went to a file.
    pub(super) fn finish(mut self, vm: &Vm) -> PyResult<Vec<u8>> {
        self.end_frame();
        if self.write.is_some() {
            self.flush(vm)?;
        }
        Ok(self.bytes)
    }
}
